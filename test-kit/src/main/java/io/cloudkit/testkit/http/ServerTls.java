package io.cloudkit.testkit.http;

import javax.net.ssl.SSLContext;

/**
 * How a server speaks TLS.
 *
 * @param context its key, and whose certificates it trusts
 */
public record ServerTls(SSLContext context, Clients clients) {
  /** Who may talk to it. */
  public enum Clients {
    ANYBODY,
    /** Whoever shows a certificate that the context trusts; for others the handshake fails. */
    WITH_CERTIFICATE
  }

  /** Open to all. */
  public static ServerTls by(SSLContext context) {
    return new ServerTls(context, Clients.ANYBODY);
  }
}
