package io.cloudkit.provider.eda.connection;

import io.cloudkit.provider.eda.connection.NotSentException.Obstacle;
import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provisioning.spi.ProviderConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
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

/**
 * Whom to trust on the way to EDA, and which certificate to show: what the JVM trusts, and none,
 * unless set otherwise. Files are read at the start, and again when they change. Thread-safe.
 */
public final class Tls {
  private static final char[] NO_PASSWORD = {};

  private final String authoritiesSetting;
  private final Optional<String> authorities;
  private final Optional<String> certificate;
  private final Optional<String> key;
  private volatile Optional<Made> made = Optional.empty();

  /** A client and what it was made from. */
  private record Made(List<PemFile> from, OkHttpClient plain, OkHttpClient client) {}

  private Tls(
      String authoritiesSetting,
      Optional<String> authorities,
      Optional<String> certificate,
      Optional<String> key) {
    this.authoritiesSetting = authoritiesSetting;
    this.authorities = authorities;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * As it is configured.
   *
   * @throws IllegalArgumentException if a file is not what it has to be, or settings contradict
   *     each other; names the setting
   */
  public static Tls of(ProviderConfig config, Collection<HttpUrl> addresses) {
    Tls tls =
        new Tls(
            EdaSettings.CA_FILE,
            config.optional(EdaSettings.CA_FILE),
            config.optional(EdaSettings.CLIENT_CERTIFICATE_FILE),
            config.optional(EdaSettings.CLIENT_KEY_FILE));
    if (tls.certificate.isPresent() != tls.key.isPresent()) {
      throw new IllegalArgumentException(
          "client-certificate-file: expected it together with client-key-file, found one of them");
    }
    if (!tls.isUsual() && addresses.stream().noneMatch(HttpUrl::isHttps)) {
      throw new IllegalArgumentException(
          (tls.authorities.isPresent() ? EdaSettings.CA_FILE : EdaSettings.CLIENT_CERTIFICATE_FILE)
              + ": expected it with an https address, found http alone; correct one of them");
    }
    tls.context(tls.read());
    return tls;
  }

  /**
   * One that shows no certificate.
   *
   * @param setting of a file of authorities, which need not be set
   * @throws IllegalArgumentException if the file is not what it has to be; names the setting
   */
  public static Tls trusting(ProviderConfig config, String setting) {
    Tls tls = new Tls(setting, config.optional(setting), Optional.empty(), Optional.empty());
    tls.context(tls.read());
    return tls;
  }

  private boolean isUsual() {
    return authorities.isEmpty() && certificate.isEmpty();
  }

  /**
   * That client, speaking TLS by the files as they are now.
   *
   * @throws NotSentException if they can not be used now
   */
  public OkHttpClient over(OkHttpClient plain) {
    if (isUsual()) {
      return plain;
    }
    try {
      List<PemFile> now = read();
      Optional<Made> before = made.filter(each -> each.from().equals(now) && each.plain() == plain);
      if (before.isPresent()) {
        return before.get().client();
      }
      Context context = context(now);
      OkHttpClient client =
          plain
              .newBuilder()
              .sslSocketFactory(context.tls().getSocketFactory(), context.trust())
              .build();
      made = Optional.of(new Made(now, plain, client));
      return client;
    } catch (IllegalArgumentException unfit) {
      throw new NotSentException(
          Obstacle.SECRET_UNREADABLE, String.valueOf(unfit.getMessage()), unfit);
    }
  }

  private List<PemFile> read() {
    List<PemFile> files = new ArrayList<>();
    authorities.ifPresent(file -> files.add(PemFile.read(authoritiesSetting, file)));
    certificate.ifPresent(
        file -> files.add(PemFile.read(EdaSettings.CLIENT_CERTIFICATE_FILE, file)));
    key.ifPresent(file -> files.add(PemFile.read(EdaSettings.CLIENT_KEY_FILE, file)));
    return files;
  }

  private record Context(SSLContext tls, X509TrustManager trust) {}

  private Context context(List<PemFile> files) {
    try {
      X509TrustManager trust =
          trusting(find(files, authoritiesSetting).map(PemFile::certificates).orElse(List.of()));
      Optional<PemFile> certificate = find(files, EdaSettings.CLIENT_CERTIFICATE_FILE);
      KeyManager[] own =
          certificate.isEmpty()
              ? new KeyManager[0]
              : showing(
                  certificate.get().certificates(),
                  find(files, EdaSettings.CLIENT_KEY_FILE).orElseThrow());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, new TrustManager[] {trust}, null);
      return new Context(context, trust);
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException("the JVM's own TLS can not be used", broken);
    }
  }

  private static Optional<PemFile> find(List<PemFile> files, String setting) {
    return files.stream().filter(file -> file.setting().equals(setting)).findFirst();
  }

  private static KeyManager[] showing(List<X509Certificate> chain, PemFile key)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setKeyEntry(
        "client", key.keyOf(chain.get(0)), NO_PASSWORD, chain.toArray(X509Certificate[]::new));
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
