package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.ProviderConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The files of an instance that say whom to trust besides the JVM's authorities, and what to show
 * of oneself, as they were read. Two are equal if they hold the same.
 *
 * @param key of the certificate; there if that is
 */
record TlsFiles(
    Optional<PemFile> authorities, Optional<PemFile> certificate, Optional<PemFile> key) {
  private static final char[] NO_PASSWORD = {};

  /**
   * Reads those that are set.
   *
   * @throws IllegalArgumentException if one can not be read; names the setting
   */
  static TlsFiles read(ProviderConfig config) {
    return new TlsFiles(
        read(config, AapProviderFactory.CA_FILE),
        read(config, AapProviderFactory.CLIENT_CERTIFICATE_FILE),
        read(config, AapProviderFactory.CLIENT_KEY_FILE));
  }

  private static Optional<PemFile> read(ProviderConfig config, String setting) {
    return config.optional(setting).map(file -> PemFile.read(setting, file));
  }

  boolean areNone() {
    return authorities.isEmpty() && certificate.isEmpty();
  }

  /** What is made of them; without sessions of before, which nobody verifies again. */
  record Identity(SSLContext context, X509TrustManager trust) {}

  /**
   * What they say.
   *
   * @param instead whom to trust instead of those whom the files name; empty for them
   * @throws IllegalArgumentException if one is not what it has to be; names the setting
   */
  Identity identity(Optional<X509TrustManager> instead) {
    try {
      X509TrustManager trust =
          instead.isPresent()
              ? instead.get()
              : trusting(authorities.map(PemFile::certificates).orElse(List.of()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(), new TrustManager[] {trust}, null);
      return new Identity(context, trust);
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException("the JVM's own TLS can not be used", broken);
    }
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException {
    if (certificate.isEmpty()) {
      return new KeyManager[0];
    }
    List<X509Certificate> chain = certificate.get().certificates();
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        key.orElseThrow().key(chain.get(0)),
        NO_PASSWORD,
        chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** What the JVM trusts, and these. */
  private static X509TrustManager trusting(List<X509Certificate> more)
      throws GeneralSecurityException, IOException {
    X509TrustManager usual = trustManager(null);
    if (more.isEmpty()) {
      return usual;
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate each : usual.getAcceptedIssuers()) {
      store.setCertificateEntry("jvm-" + number++, each);
    }
    for (X509Certificate each : more) {
      store.setCertificateEntry("ours-" + number++, each);
    }
    return trustManager(store);
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Stream.of(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    return store;
  }
}
