package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.request;
import static io.cloudkit.provider.aap.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provider.aap.TlsEnd.Client;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AAP is reached through proxies and over TLS as it is set, and never otherwise. */
class TransportIT {
  private static final String LOGIN = Credentials.basic("me", "p@ss");
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(AUTHORITY)
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("aap.example.com")
          .build();
  private static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().signedBy(AUTHORITY).build();

  private static FakeAap aap;
  @TempDir private Path directory;
  private final Map<String, String> settings = new HashMap<>(Map.of("call-timeout", "5s"));
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, Supplier<String>> secrets = new HashMap<>();

  @BeforeAll
  static void start() {
    aap = FakeAap.start();
    aap.add(TemplateSpec.job("create-vm"));
    aap.add(TemplateSpec.job("delete-vm"));
  }

  @AfterAll
  static void stop() {
    aap.close();
  }

  @BeforeEach
  void token() {
    secrets.put("token", aap::token);
  }

  @AfterEach
  void behave() {
    aap.clearFaults();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
  void theProxyOfTheEnvironmentIsUsed(String variable) {
    try (TestProxy proxy = new TestProxy(aap.url(), Optional.of(LOGIN))) {
      environment.put(variable, "http://me:p%40ss@" + proxy.address());
      assertThat(launch("http://aap.example.com")).startsWith("triggered");
      assertThat(proxy.requests())
          .contains("POST http://aap.example.com/api/v2/job_templates/" + template() + " HTTP/1.1");
    }
  }

  private static String template() {
    return aap.controller().templates().get(0).id() + "/launch/";
  }

  @Test
  void noProxyIsUsedForWhatNeedsNone() {
    environment.put("HTTP_PROXY", "http://127.0.0.1:1");
    assertThat(launch(aap.url())).as("the machine itself").startsWith("triggered");
    assertThat(proxyFor("http://aap.example.com")).isPresent();
    environment.put("no_proxy", "example.com");
    assertThat(proxyFor("http://aap.example.com")).isEmpty();
  }

  @Test
  void exceptionsNeedToAgreeInWhatTheyMeanAlone() {
    environment.put("NO_PROXY", "a,example.com");
    environment.put("no_proxy", "b");
    assertThat(proxyFor("http://aap.example.com")).as("of no proxy").isEmpty();
    environment.put("HTTP_PROXY", "http://127.0.0.1:1");
    assertThatThrownBy(() -> proxyFor("http://aap.example.com"))
        .hasMessageStartingWith("NO_PROXY: expected the same as no_proxy, found two values");
    environment.put("no_proxy", "Example.com a");
    assertThat(proxyFor("http://aap.example.com")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://aap.example.com | HTTP_PROXY=https://proxy:1 |",
        "http://aap.example.com | HTTPS_PROXY=socks5://proxy:1 |",
        "https://aap.example.com | HTTPS_PROXY=socks5://proxy:1 | NO_PROXY=aap.example.com",
        "https://aap.example.com | HTTPS_PROXY=a https_proxy=b | NO_PROXY=*",
        "https://127.0.0.1 | HTTPS_PROXY=a https_proxy=b | NO_PROXY=c no_proxy=d",
      })
  void whatWouldNotBeUsedIsNotLookedAt(String url, String proxies, @Nullable String exceptions) {
    for (String each : (proxies + " " + (exceptions == null ? "" : exceptions)).split(" +", -1)) {
      if (!each.isEmpty()) {
        environment.put(
            each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
      }
    }
    assertThat(proxyFor(url)).isEmpty();
  }

  private Optional<ProxyServer> proxyFor(String url) {
    return ProxyServer.of(config(url), TestContext.of(secrets), HttpUrl.get(url), environment);
  }

  @Test
  void theProxyOfTheSettingsIsUsedInstead() {
    try (TestProxy proxy = new TestProxy(aap.url(), Optional.of(LOGIN))) {
      environment.put("HTTP_PROXY", "http://127.0.0.1:1");
      settings.put("proxy", "http://" + proxy.address());
      settings.put("proxy-user", "me");
      secrets.put("proxy-password", () -> "p@ss");
      assertThat(launch(aap.url())).startsWith("triggered");
    }
  }

  @Test
  void aTunnelLeadsToTlsAndItsEndNeverSeesTheLogin() throws IOException {
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.ANYBODY);
        TestProxy proxy = new TestProxy("http://127.0.0.1:" + end.port(), Optional.of(LOGIN))) {
      environment.put("https_proxy", "me:p%40ss@" + proxy.address());
      settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
      assertThat(launch("https://aap.example.com")).startsWith("triggered");
      assertThat(proxy.requests())
          .isNotEmpty()
          .allMatch("CONNECT aap.example.com:443 HTTP/1.1"::equals);
      assertThat(end.heads())
          .contains("Host: aap.example.com")
          .noneMatch(line -> line.startsWith("Proxy-"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "http"})
  void aWrongLoginIsSaidAndNotShown(String scheme) {
    try (TestProxy proxy = new TestProxy(aap.url(), Optional.of(LOGIN))) {
      AtomicBoolean right = new AtomicBoolean(true);
      settings.put("proxy", "http://" + proxy.address());
      settings.put("proxy-user", "me");
      secrets.put("proxy-password", () -> right.get() ? "p@ss" : "wrong");
      try (ProvisioningProvider provider = provider(scheme + "://aap.example.com")) {
        // without TLS the template is known by now, and the launch itself is refused
        assertThat(provider.preflight()).isNotEmpty();
        right.set(false);
        String answer = words(provider.triggerProvision(request("op1")));
        assertThat(answer)
            .startsWith("waiting")
            .contains("the proxy asks for other credentials (407)");
        assertThat(answer).doesNotContain("wrong", LOGIN);
      }
    }
  }

  @Test
  void aPasswordOfTheProxyThatCanNotBeReadSendsNothing() {
    try (TestProxy proxy = new TestProxy(aap.url(), Optional.of(LOGIN))) {
      AtomicBoolean isThere = new AtomicBoolean(true);
      settings.put("proxy", "http://" + proxy.address());
      settings.put("proxy-user", "me");
      secrets.put(
          "proxy-password",
          () -> {
            if (isThere.get()) {
              return "p@ss";
            }
            throw new ProviderException("proxy-password: its file can not be read");
          });
      try (ProvisioningProvider provider = provider("http://aap.example.com")) {
        assertThat(provider.preflight()).isNotEmpty();
        isThere.set(false);
        assertThat(words(provider.triggerProvision(request("op1"))))
            .startsWith("waiting")
            .contains("proxy-password: its file can not be read");
      }
    }
  }

  @Test
  void aProxyThatDoesNotLetThroughIsNamed() {
    try (TestProxy proxy = new TestProxy(aap.url(), Optional.empty())) {
      proxy.refuse(403);
      environment.put("HTTPS_PROXY", proxy.address());
      assertThat(launch("https://aap.example.com"))
          .startsWith("waiting")
          .contains("through the proxy " + proxy.address(), "the proxy answered 403");
    }
  }

  @Test
  void anAuthorityThatIsNotKnownIsSaid() {
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.ANYBODY)) {
      assertThat(launch("https://localhost:" + end.port()))
          .startsWith("waiting")
          .contains("is signed by an authority that is not known; set ca-file to that authority")
          .doesNotContain("Exception", "setting url");
    }
  }

  @Test
  void aSchemeThatThePortDoesNotSpeakIsSaid() throws IOException {
    assertThat(launch(aap.url().replace("http:", "https:")))
        .startsWith("waiting")
        .contains("no TLS is spoken on this port; check the scheme and the port of the setting url")
        .doesNotContain("ca-file");
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.ANYBODY)) {
      assertThat(launch("http://localhost:" + end.port()))
          .startsWith("waiting")
          .contains("TLS is spoken on this port; write https in the setting url");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "proxy,http,the setting proxy",
    "proxy,https,the setting proxy",
    "HTTP_PROXY,http,HTTP_PROXY",
    "HTTPS_PROXY,https,HTTPS_PROXY",
    "https_proxy,https,https_proxy"
  })
  void aProxyThatDoesNotAnswerIsNamed(String by, String scheme, String named) throws IOException {
    Map<String, String> where = by.equals("proxy") ? settings : environment;
    where.put(by, "http://127.0.0.1:1");
    assertThat(launch(scheme + "://aap.example.com"))
        .startsWith("waiting")
        .contains("through the proxy 127.0.0.1:1", "; check " + named + ", and that the proxy runs")
        .doesNotContain("setting url");
    try (Relay broken =
        new Relay(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            aap.url(),
            client -> Optional.empty())) {
      where.put(by, "http://127.0.0.1:" + broken.port());
      assertThat(launch(scheme + "://aap.example.com"))
          .startsWith("waiting")
          .contains("through the proxy 127.0.0.1:" + broken.port(), "; check " + named)
          .doesNotContain("setting url");
    }
  }

  @Test
  void aNameThatNobodyKnowsIsSaid() {
    assertThat(launch("http://no-such-host.invalid"))
        .startsWith("waiting")
        .contains("its name is not known; check the host in the setting url");
  }

  @Test
  void aNameThatIsNotInTheCertificateIsRefusedUnlessNothingIsVerified() throws IOException {
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.ANYBODY)) {
      settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
      String url = "https://127.0.0.1:" + end.port();
      assertThat(launch(url))
          .startsWith("waiting")
          .contains("its certificate is not for 127.0.0.1; ")
          .doesNotContain("Exception", "ca-file");
      settings.remove("ca-file");
      settings.put("insecure-skip-verify", "true");
      try (ProvisioningProvider provider = provider(url)) {
        assertThat(words(provider.triggerProvision(request("op1")))).startsWith("triggered");
        assertThat(provider.preflight())
            .extracting(Finding::toString)
            .anyMatch(text -> text.startsWith("WARNING insecure-skip-verify: certificates are"));
      }
    }
  }

  @Test
  void questionsOfferHttp2AndLaunchesDoNot() throws IOException {
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.ANYBODY)) {
      settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
      assertThat(launch("https://localhost:" + end.port())).startsWith("triggered");
      assertThat(end.offers()).containsExactly(List.of("h2", "http/1.1"), List.of("http/1.1"));
    }
  }

  @Test
  void aCertificateIsShownToWhoAsksForOne() throws IOException {
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.WITH_CERTIFICATE)) {
      String url = "https://localhost:" + end.port();
      settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
      assertThat(launch(url)).startsWith("waiting");
      settings.put("client-certificate-file", file("client.pem", CLIENT.certificatePem()));
      settings.put("client-key-file", file("key.pem", CLIENT.privateKeyPkcs8Pem()));
      assertThat(launch(url)).startsWith("triggered");
    }
  }

  @Test
  void filesThatWereReplacedAreUsedByTheNextConnection() throws IOException {
    HeldCertificate another = new HeldCertificate.Builder().signedBy(AUTHORITY).build();
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.WITH_CERTIFICATE)) {
      settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
      settings.put("client-certificate-file", file("client.pem", CLIENT.certificatePem()));
      settings.put("client-key-file", file("key.pem", CLIENT.privateKeyPkcs8Pem()));
      try (ProvisioningProvider provider = provider("https://localhost:" + end.port())) {
        assertThat(words(provider.triggerProvision(request("op1")))).startsWith("triggered");
        file("client.pem", another.certificatePem());
        // the key of before is no key of it: that of before is shown on, and said
        assertThat(words(provider.triggerProvision(request("op2")))).startsWith("triggered");
        assertThat(warnings(provider))
            .containsExactly(
                "client-key-file: expected the key of the certificate, found another one; correct "
                    + directory.resolve("key.pem")
                    + " or the setting; what was read before is used on");
        file("key.pem", another.privateKeyPkcs8Pem());
        assertThat(words(provider.triggerProvision(request("op3")))).startsWith("triggered");
        assertThat(warnings(provider)).isEmpty();
      }
      // a question and its kept connection, then one for each launch
      assertThat(end.clients())
          .containsExactly(
              CLIENT.certificate(),
              CLIENT.certificate(),
              CLIENT.certificate(),
              another.certificate());
    }
  }

  @Test
  void anAuthorityThatWasTakenAwayIsTrustedByNoConnectionMore() throws IOException {
    try (TlsEnd end = new TlsEnd(aap.url(), certificates(), Client.ANYBODY)) {
      settings.put("ca-file", file("ca.pem", AUTHORITY.certificatePem()));
      try (ProvisioningProvider provider = provider("https://localhost:" + end.port())) {
        assertThat(words(provider.triggerProvision(request("op1")))).startsWith("triggered");
        file("ca.pem", CLIENT.certificatePem());
        assertThat(words(provider.triggerProvision(request("op2"))))
            .startsWith("waiting")
            .contains("authority that is not known");
        Files.delete(directory.resolve("ca.pem"));
        assertThat(warnings(provider)).singleElement().asString().contains("found none");
        file("ca.pem", AUTHORITY.certificatePem());
        assertThat(words(provider.triggerProvision(request("op3")))).startsWith("triggered");
      }
    }
  }

  private static List<String> warnings(ProvisioningProvider provider) {
    return provider.preflight().stream()
        .filter(finding -> finding.subject().equals("TLS files"))
        .map(Finding::problem)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca-file=none.pem | ca-file: expected a readable file, found none; correct",
        "ca-file=. | ca-file: expected a readable file, found something else",
        "ca-file=empty.pem | ca-file: expected PEM certificates (BEGIN CERTIFICATE), found none",
        "ca-file=garbled.pem | ca-file: expected PEM certificates, found a garbled one",
        "client-key-file=key.pem | client-certificate-file: expected it together with client-key",
        "client-certificate-file=client.pem,client-key-file=ca.pem"
            + "| client-key-file: expected a PEM key (BEGIN PRIVATE KEY), found none",
        "client-certificate-file=client.pem,client-key-file=other.pem"
            + "| client-key-file: expected the key of the certificate, found another one",
        "client-certificate-file=client.pem,client-key-file=rsa.pem"
            + "| client-key-file: expected a key in PKCS #8 without a password",
        "insecure-skip-verify=true,ca-file=ca.pem | insecure-skip-verify: expected it without ca",
        "url=http://aap.example.com,ca-file=ca.pem | ca-file: expected it with an https address",
        "proxy=https://proxy:3128 | proxy: expected a proxy such as http://proxy.example.com:3128",
        "proxy-user=me | proxy: expected the proxy for proxy-user and proxy-password, found none",
        "proxy=http://proxy:3128,proxy-user=me | proxy-user: expected it together with proxy-pass",
        "HTTPS_PROXY=socks5://me:s3cret@proxy:1 | HTTPS_PROXY: expected a proxy such as",
        "HTTPS_PROXY=http://me:s3cr@et@proxy | HTTPS_PROXY: expected a proxy such as",
        "HTTPS_PROXY=http://proxy/s3cret | HTTPS_PROXY: expected a proxy such as",
        "HTTPS_PROXY=a,https_proxy=b | HTTPS_PROXY: expected the same as https_proxy, found two",
      })
  void whatCanNotBeUsedIsSaidAtTheStart(String set, String why) throws IOException {
    file("ca.pem", AUTHORITY.certificatePem());
    file("client.pem", CLIENT.certificatePem());
    file("key.pem", CLIENT.privateKeyPkcs8Pem());
    file("other.pem", SERVER.privateKeyPkcs8Pem());
    file("rsa.pem", CLIENT.privateKeyPkcs8Pem().replace("PRIVATE", "RSA PRIVATE"));
    file("empty.pem", "");
    file("garbled.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    settings.put("url", "https://aap.example.com");
    for (String each : set.split(",", -1)) {
      String name = each.substring(0, each.indexOf('='));
      String value = each.substring(each.indexOf('=') + 1);
      Map<String, String> where =
          name.endsWith("_PROXY") || name.endsWith("_proxy") ? environment : settings;
      where.put(name, name.endsWith("-file") ? directory.resolve(value).toString() : value);
    }
    assertThatThrownBy(() -> provider(settings.get("url")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why)
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("s3cr"));
  }

  private static HandshakeCertificates certificates() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(SERVER)
        .addTrustedCertificate(AUTHORITY.certificate())
        .build();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String launch(String url) {
    try (ProvisioningProvider provider = provider(url)) {
      return words(provider.triggerProvision(request("op1")));
    }
  }

  private ProviderConfig config(String url) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("url", url);
    all.put("provision-template", "create-vm");
    all.put("deprovision-template", "delete-vm");
    return ProviderConfig.of("aap", new AapProviderFactory().properties(), all);
  }

  private ProvisioningProvider provider(String url) {
    ProviderConfig config = config(url);
    TestContext context = TestContext.of(secrets);
    return AapProvider.create(
        config, context, Transport.of(config, context, environment), Duration.ZERO);
  }
}
