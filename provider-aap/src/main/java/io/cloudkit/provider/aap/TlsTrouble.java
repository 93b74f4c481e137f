package io.cloudkit.provider.aap;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Why no TLS comes about, and what to do, by what the JDK throws. */
final class TlsTrouble {
  /** As JSSE tells it. */
  private static final Pattern ALERT =
      Pattern.compile(".*[Rr]eceived fatal alert: ([a-z_]{1,40}).*");

  private static final String PLAIN = "Unsupported or unrecognized SSL message";

  private static final String BROKEN_OFF =
      "it broke off the TLS handshake; check that TLS is spoken on this port, and what stands"
          + " before AAP";

  /** Of RFC 8446 §6.2: about what the client showed, or did not. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of(
          "bad_certificate",
          "certificate_required",
          "certificate_unknown",
          "certificate_expired",
          "unknown_ca",
          "access_denied");

  private TlsTrouble() {}

  /** Whether it is said by, or of, who stands behind each proxy. */
  static boolean isBeyondProxies(IOException cause) {
    return cause instanceof SSLException;
  }

  /** Empty if it is no trouble of TLS. */
  static Optional<String> of(IOException cause, HttpUrl base) {
    if (!base.isHttps()) {
      return Optional.empty();
    }
    return alert(cause)
        .or(() -> certificate(cause, base))
        .or(() -> cause instanceof SSLException ? Optional.of(handshake(cause)) : brokenOff(cause));
  }

  /** Of the other end, which may come after a request left (RFC 8446 §4.4.2.4). */
  static Optional<String> alert(IOException cause) {
    Matcher alert = ALERT.matcher(String.valueOf(cause.getMessage()));
    if (!alert.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        OF_THE_CLIENT.contains(alert.group(1))
            ? "it asks for a client certificate, or for another one ("
                + alert.group(1)
                + "); check client-certificate-file"
            : "it broke off the TLS handshake ("
                + alert.group(1)
                + "); check the host in the setting url, and the versions of TLS that it speaks");
  }

  private static Optional<String> certificate(IOException cause, HttpUrl base) {
    if (cause instanceof SSLPeerUnverifiedException) {
      return Optional.of(
          "its certificate is not for "
              + base.host()
              + "; write a name that it is for in the setting url, or have it issued for this one");
    }
    if (has(cause, CertificateExpiredException.class)) {
      return Optional.of("its certificate has expired; renew it, or correct this machine's clock");
    }
    if (has(cause, CertificateNotYetValidException.class)) {
      return Optional.of("its certificate is not valid yet; correct this machine's clock");
    }
    if (has(cause, CertPathBuilderException.class)) {
      return Optional.of(
          "its certificate is signed by an authority that is not known; set ca-file to that"
              + " authority");
    }
    return has(cause, CertificateException.class)
        ? Optional.of("its certificate is not accepted; check it, and ca-file")
        : Optional.empty();
  }

  private static String handshake(IOException cause) {
    if (PLAIN.equals(cause.getMessage())) {
      return "no TLS is spoken on this port; check the scheme and the port of the setting url";
    }
    return has(cause, EOFException.class)
        ? BROKEN_OFF
        : "TLS does not come about ("
            + cause.getClass().getSimpleName()
            + "); check what stands before AAP";
  }

  private static Optional<String> brokenOff(IOException cause) {
    return cause.getClass().equals(SocketException.class) || cause instanceof EOFException
        ? Optional.of(BROKEN_OFF)
        : Optional.empty();
  }

  private static boolean has(Throwable cause, Class<? extends Throwable> kind) {
    for (@Nullable Throwable each = cause; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
