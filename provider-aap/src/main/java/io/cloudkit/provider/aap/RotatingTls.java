package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.TlsFiles.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS by files that rotate: they are read for each new connection, as credentials are for each
 * request, and connections that are open stay. While what is read can not be used, perhaps half of
 * it is written, that of before is. Thread-safe.
 */
final class RotatingTls extends SSLSocketFactory {
  private static final Logger LOG = LoggerFactory.getLogger(RotatingTls.class);

  private final String instance;
  private final Supplier<TlsFiles> files;
  private final Optional<X509TrustManager> instead;
  private TlsFiles used;
  private Identity identity;
  private Optional<String> hindrance = Optional.empty();

  /**
   * Reads them the first time.
   *
   * @param files reads them; throws {@link IllegalArgumentException} if one can not be read
   * @param instead whom to trust instead of those whom the files name; empty for them
   * @throws IllegalArgumentException if one can not be used; names the setting
   */
  RotatingTls(String instance, Supplier<TlsFiles> files, Optional<X509TrustManager> instead) {
    this.instance = instance;
    this.files = files;
    this.instead = instead;
    this.used = files.get();
    this.identity = used.identity(instead);
  }

  /** What keeps the files as they are now from being used, for a person; empty if nothing does. */
  synchronized Optional<String> hindrance() {
    look();
    return hindrance;
  }

  synchronized X509TrustManager trust() {
    return identity.trust();
  }

  private synchronized SSLSocketFactory now() {
    look();
    return identity.context().getSocketFactory();
  }

  private void look() {
    try {
      TlsFiles found = files.get();
      if (!found.equals(used)) {
        identity = found.identity(instead);
        used = found;
        LOG.info("provider {}: new connections use the TLS files as they are now", instance);
      }
      hindrance = Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException unfit) {
      String why = unfit.getMessage() + "; what was read before is used on";
      if (hindrance.filter(why::equals).isEmpty()) {
        LOG.warn("provider {}: {}", instance, why);
      }
      hindrance = Optional.of(why);
    }
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return now().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return now().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return now().createSocket();
  }

  @Override
  public Socket createSocket(Socket through, String host, int port, boolean autoClose)
      throws IOException {
    return now().createSocket(through, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return now().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return now().createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return now().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return now().createSocket(host, port, local, localPort);
  }
}
