package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom to trust on the way to AAP, and what to show of oneself: what the JVM trusts, and nothing,
 * unless set otherwise. Thread-safe.
 *
 * @param rotating empty for what OkHttp does of itself
 */
record Tls(Optional<RotatingTls> rotating, Verification verification) {
  static final String INSECURE =
      "certificates are not verified, so whoever is on the way can read the credentials, and answer"
          + " in AAP's name";

  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  enum Verification {
    USUAL,
    NONE
  }

  /**
   * As it is configured.
   *
   * @throws IllegalArgumentException if a file is not what it has to be, or settings contradict
   *     each other; names the setting
   */
  static Tls of(ProviderConfig config, HttpUrl base) {
    check(config, base);
    boolean insecure = config.isTrue(AapProviderFactory.INSECURE_SKIP_VERIFY);
    if (insecure) {
      LOG.warn("provider {}: {} (insecure-skip-verify)", config.instance(), INSECURE);
    }
    if (!insecure && TlsFiles.read(config).areNone()) {
      return new Tls(Optional.empty(), Verification.USUAL);
    }
    return new Tls(
        Optional.of(
            new RotatingTls(
                config.instance(),
                () -> TlsFiles.read(config),
                insecure ? Optional.of(new TrustsAnybody()) : Optional.empty())),
        insecure ? Verification.NONE : Verification.USUAL);
  }

  private static void check(ProviderConfig config, HttpUrl base) {
    boolean hasAuthorities = config.optional(AapProviderFactory.CA_FILE).isPresent();
    boolean hasCertificate =
        config.optional(AapProviderFactory.CLIENT_CERTIFICATE_FILE).isPresent();
    boolean hasKey = config.optional(AapProviderFactory.CLIENT_KEY_FILE).isPresent();
    if (!base.isHttps()) {
      Stream.of(
              AapProviderFactory.CA_FILE,
              AapProviderFactory.CLIENT_CERTIFICATE_FILE,
              AapProviderFactory.CLIENT_KEY_FILE)
          .filter(setting -> config.optional(setting).isPresent())
          .findFirst()
          .ifPresent(Tls::refuseWithoutTls);
    }
    if (config.isTrue(AapProviderFactory.INSECURE_SKIP_VERIFY) && hasAuthorities) {
      throw new IllegalArgumentException(
          "insecure-skip-verify: expected it without ca-file, which it makes useless; remove it");
    }
    if (hasCertificate != hasKey) {
      throw new IllegalArgumentException(
          "client-certificate-file: expected it together with client-key-file, found one of them");
    }
  }

  private static void refuseWithoutTls(String setting) {
    throw new IllegalArgumentException(
        setting + ": expected it with an https address in url, found http; correct one of them");
  }

  /** What is to be said of it as it is now. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (verification == Verification.NONE) {
      findings.add(
          Finding.warning(
              AapProviderFactory.INSECURE_SKIP_VERIFY, INSECURE, "set ca-file instead"));
    }
    rotating
        .flatMap(RotatingTls::hindrance)
        .ifPresent(why -> findings.add(Finding.warning("TLS files", why, "correct the file")));
    return findings;
  }

  void apply(OkHttpClient.Builder client) {
    rotating.ifPresent(tls -> client.sslSocketFactory(tls, tls.trust()));
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
