package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
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
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom to trust on the way to AAP, and what to show of oneself: what the JVM trusts, and nothing,
 * unless set otherwise. Files are read when it is made. Immutable.
 */
final class Tls {
  static final String INSECURE =
      "certificates are not verified, so whoever is on the way can read the credentials, and answer"
          + " in AAP's name";

  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final char[] NO_PASSWORD = {};

  private final X509TrustManager trust;
  private final KeyManager[] own;
  private final Verification verification;

  private enum Verification {
    /** As OkHttp does it of itself; nothing is set. */
    USUAL,
    WITH_OURS,
    NONE
  }

  private Tls(X509TrustManager trust, KeyManager[] own, Verification verification) {
    this.trust = trust;
    this.own = own;
    this.verification = verification;
  }

  /**
   * As it is configured.
   *
   * @throws IllegalArgumentException if a file is not what it has to be, or settings contradict
   *     each other; names the setting
   */
  static Tls of(ProviderConfig config, HttpUrl base) {
    Optional<String> authorities = config.optional(AapProviderFactory.CA_FILE);
    Optional<String> certificate = config.optional(AapProviderFactory.CLIENT_CERTIFICATE_FILE);
    Optional<String> key = config.optional(AapProviderFactory.CLIENT_KEY_FILE);
    boolean insecure = config.isTrue(AapProviderFactory.INSECURE_SKIP_VERIFY);
    if (!base.isHttps()) {
      Stream.of(
              AapProviderFactory.CA_FILE,
              AapProviderFactory.CLIENT_CERTIFICATE_FILE,
              AapProviderFactory.CLIENT_KEY_FILE)
          .filter(setting -> config.optional(setting).isPresent())
          .findFirst()
          .ifPresent(Tls::refuseWithoutTls);
    }
    if (insecure && authorities.isPresent()) {
      throw new IllegalArgumentException(
          "insecure-skip-verify: expected it without ca-file, which it makes useless; remove it");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "client-certificate-file: expected it together with client-key-file, found one of them");
    }
    try {
      KeyManager[] own =
          certificate.isPresent()
              ? client(certificate.get(), key.orElseThrow())
              : new KeyManager[0];
      if (insecure) {
        LOG.warn("provider {}: {} (insecure-skip-verify)", config.instance(), INSECURE);
        return new Tls(new TrustsAnybody(), own, Verification.NONE);
      }
      boolean isUsual = authorities.isEmpty() && own.length == 0;
      return new Tls(
          trusting(
              authorities
                  .map(file -> PemFile.certificates(AapProviderFactory.CA_FILE, file))
                  .orElse(List.of())),
          own,
          isUsual ? Verification.USUAL : Verification.WITH_OURS);
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException("the JVM's own TLS can not be used", broken);
    }
  }

  /** What is to be said of it as long as it is so. */
  static List<Finding> findings(ProviderConfig config) {
    return config.isTrue(AapProviderFactory.INSECURE_SKIP_VERIFY)
        ? List.of(
            Finding.warning(
                AapProviderFactory.INSECURE_SKIP_VERIFY, INSECURE, "set ca-file instead"))
        : List.of();
  }

  private static void refuseWithoutTls(String setting) {
    throw new IllegalArgumentException(
        setting + ": expected it with an https address in url, found http; correct one of them");
  }

  private static KeyManager[] client(String certificateFile, String keyFile)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> chain =
        PemFile.certificates(AapProviderFactory.CLIENT_CERTIFICATE_FILE, certificateFile);
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        PemFile.key(AapProviderFactory.CLIENT_KEY_FILE, keyFile, chain.get(0)),
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

  void apply(OkHttpClient.Builder client) {
    if (verification == Verification.USUAL) {
      return;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the JVM's own TLS can not be used", broken);
    }
    if (verification == Verification.NONE) {
      client.hostnameVerifier((host, session) -> true);
    }
  }

  /** Only for who says so (insecure-skip-verify). */
  private static final class TrustsAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
