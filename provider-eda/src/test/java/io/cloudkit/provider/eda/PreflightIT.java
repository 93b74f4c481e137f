package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.ScriptedWebhook.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.eda.ScriptedWebhook.Answer;
import io.cloudkit.provider.eda.ScriptedWebhook.Sent;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreflightIT {
  private static final Answer WEBHOOK =
      new Answer(405, Map.of("Allow", "POST"), "405: Method Not Allowed");

  private final ScriptedWebhook webhook = new ScriptedWebhook();

  @AfterEach
  void stop() {
    webhook.close();
  }

  @Test
  void aWebhookIsKnownByWhatItAllows() {
    webhook.answering(WEBHOOK);
    assertThat(preflight(new TestContext(), webhook.url())).isEmpty();
    assertThat(webhook.requests())
        .extracting(Sent::path)
        .containsExactly("/create-compute-instance", "/delete-compute-instance");
  }

  @Test
  void nothingIsPosted() {
    webhook.answering(WEBHOOK);
    assertThat(preflight(TestContext.withToken("t0ken"), webhook.url())).isEmpty();
    assertThat(webhook.requests()).extracting(Sent::method).containsOnly("GET");
  }

  @Test
  void theTokenIsShownOnlyToAWebhookThatAsksForIt() {
    webhook.answering(
        sent ->
            sent.header("Authorization").equals("Bearer t0ken")
                ? WEBHOOK
                : answer(401, "401: Missing authorization token"));
    assertThat(preflight(TestContext.withToken("t0ken"), webhook.url())).isEmpty();
    assertThat(webhook.requests())
        .extracting(sent -> sent.header("Authorization"))
        .containsExactly("", "Bearer t0ken", "", "Bearer t0ken");
  }

  @Test
  void aSignatureOfNothingProvesTheSecret() {
    String right = ByteString.EMPTY.hmacSha256(ByteString.encodeUtf8("k3y-of-it")).hex();
    webhook.answering(
        sent ->
            sent.header("x-hub-signature-256").isEmpty()
                ? answer(400, "Signature header not found")
                : sent.header("x-hub-signature-256").equals(right)
                    ? WEBHOOK
                    : answer(401, "HMAC verification failed"));
    assertThat(preflight(new TestContext(Map.of("hmac-secret", () -> "k3y-of-it")), webhook.url()))
        .isEmpty();
    assertThat(webhook.requests()).extracting(Sent::method).containsOnly("GET");
    assertThat(preflight(new TestContext(Map.of("hmac-secret", () -> "0ther")), webhook.url()))
        .extracting(Finding::toString)
        .first()
        .isEqualTo(
            "ERROR provision-webhook: the webhook does not accept what it is shown: 401 \"HMAC"
                + " verification failed\"; check hmac-secret, hmac-algorithm, hmac-encoding,"
                + " hmac-prefix, hmac-header");
  }

  @Test
  void aPasswordIsNoToken() {
    webhook.answering(
        sent ->
            answer(
                401,
                sent.header("Authorization").isEmpty()
                    ? "Missing authorization token"
                    : "Only Bearer type is accepted"));
    try (ProvisioningProvider provider =
        new TestContext(Map.of("password", () -> "s3cret"))
            .provider(webhook.url(), Map.of("user", "me"))) {
      assertThat(provider.preflight())
          .extracting(Finding::toString)
          .first()
          .isEqualTo(
              "ERROR provision-webhook: the webhook does not accept what it is shown: 401 \"Only"
                  + " Bearer type is accepted\"; check password, user, auth-header");
    }
  }

  record Row(TestContext context, Answer answer, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Row> mistakes() {
    TestContext none = new TestContext();
    TestContext token = TestContext.withToken("t0ken");
    return Stream.of(
        new Row(
            none,
            answer(401, "Missing authorization token"),
            "the webhook asks for a token, and none is set; set token",
            "each launch would be refused"),
        new Row(
            token,
            answer(401, "Invalid authorization token"),
            "the webhook does not accept what it is shown: 401 \"Invalid authorization token\";"
                + " check token, auth-header",
            "each launch would be refused"),
        new Row(
            new TestContext(Map.of("hmac-secret", () -> "k3y-of-it")),
            answer(401, "Missing authorization token"),
            "the webhook asks for a token, and none is set; set token",
            "a signature is no token"),
        new Row(
            token,
            answer(400, "Signature header not found"),
            "the webhook asks for a signature, and none is set; set hmac-secret",
            "a token is no signature"),
        new Row(
            token,
            answer(401, "please log in"),
            "expected a webhook, found 401 \"please log in\"",
            "a stranger is not shown the token"),
        new Row(
            none,
            answer(200, "It works!"),
            "expected a webhook, found 200 \"It works!\"",
            "a webhook takes no GET"),
        new Row(
            none,
            new Answer(405, Map.of("Allow", "GET, POST, HEAD"), ""),
            "found 405 that allows GET, POST, HEAD, as an API does",
            "somebody had named the Service of EDA's API"),
        new Row(
            none,
            answer(400, "Client sent an HTTP request to an HTTPS server.\n"),
            " speaks TLS, and got a request without it; begin ",
            "as a server of Go says it"),
        new Row(
            none,
            new Answer(
                400,
                Map.of("Content-Type", "text/html"),
                "<p>The plain HTTP request was sent to HTTPS port</p>"),
            " speaks TLS, and got a request without it; begin ",
            "as nginx says it"),
        new Row(none, answer(404, "no"), "found 404 \"no\"", "a webhook knows every path"),
        new Row(
            none,
            new Answer(302, Map.of("Location", "https://login.example.com/x?code=t0ken"), ""),
            "found 302, a redirect to login.example.com, which is not followed; name the Service",
            "a redirected POST becomes a GET"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatStandsWhereAWebhookShould(Row row) {
    webhook.answering(row.answer());
    List<Finding> findings = preflight(row.context(), webhook.url());
    assertThat(findings)
        .as(row.because())
        .extracting(Finding::subject)
        .containsExactly("provision-webhook", "deprovision-webhook");
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(finding.toString()).contains(row.expected()).doesNotContain("t0ken");
            });
  }

  @Test
  void aTokenThatTheWebhookPassesOnIsAWarning() {
    webhook.answering(WEBHOOK);
    try (ProvisioningProvider provider =
        TestContext.withToken("t0ken")
            .provider(webhook.url(), Map.of("auth-header", "X-Api-Token"))) {
      assertThat(provider.preflight())
          .singleElement()
          .hasToString(
              "WARNING auth-header: a webhook passes the header X-Api-Token on to its rules, and"
                  + " they to the variables of the jobs, where people read the token; let it ask"
                  + " for the token in Authorization, or use an event stream");
    }
  }

  @Test
  void withoutAnActivationThatRunsNothingIsLaunched() throws IOException {
    String refusing;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusing = "http://127.0.0.1:" + closed.getLocalPort();
    }
    for (String url : List.of("http://nowhere.invalid:5000", refusing)) {
      assertThat(preflight(new TestContext(), url))
          .hasSize(2)
          .allSatisfy(
              finding -> {
                assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                assertThat(finding.toString())
                    .contains("launches wait until it answers", "activation")
                    .doesNotContain("Exception");
              });
    }
  }

  @Test
  void aWebhookWithoutTlsIsAnError() throws IOException {
    try (RawServer plain = RawServer.withoutTls()) {
      assertThat(preflight(new TestContext(), plain.url().replace("http:", "https:")))
          .hasSize(2)
          .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR));
    }
  }

  @Test
  void whoBreaksAConnectionWithoutTlsMaySpeakIt() throws Exception {
    HandshakeCertificates own =
        new HandshakeCertificates.Builder()
            .heldCertificate(new HeldCertificate.Builder().build())
            .build();
    try (RawServer silent = RawServer.breakingPlainOff(own.sslContext());
        RawServer gone = RawServer.closing()) {
      assertThat(preflight(new TestContext(), silent.url()))
          .extracting(Finding::toString)
          .first()
          .isEqualTo(
              "ERROR provision-webhook: "
                  + silent.url().substring("http://".length())
                  + " speaks TLS, and got a request without it; begin provision-webhook with"
                  + " https://; correct it before anything is launched");
      assertThat(preflight(new TestContext(), gone.url()))
          .extracting(Finding::toString)
          .first()
          .asString()
          .startsWith("WARNING provision-webhook: GET /create-compute-instance: the connection")
          .doesNotContain("Exception", "TLS");
    }
  }

  @Test
  void anAlertOfTlsIsNoAnswerOfHttp() throws IOException {
    byte[] alert = {0x15, 3, 3, 0, 2, 2, 70};
    try (RawServer tls =
        RawServer.after(
            socket -> {
              socket.getOutputStream().write(alert);
              socket.shutdownOutput();
            })) {
      try (ProvisioningProvider provider = new TestContext().provider(tls.url(), Map.of())) {
        assertThat(Words.words(provider.triggerProvision(Vm.vm().request(JobType.PROVISION))))
            .startsWith("rejected Configuration 127.0.0.1:")
            .endsWith("got a request without it; begin provision-webhook with https://");
      }
    }
  }

  @Test
  void aSecretThatIsTooShortToBeHiddenIsNamed() {
    webhook.answering(WEBHOOK);
    assertThat(preflight(TestContext.withToken("abc"), webhook.url()))
        .singleElement()
        .hasToString(
            "WARNING token: expected at least 4 characters, found fewer: it is not hidden where EDA"
                + " or AAP repeats it, since other words hold it, too; set a longer one, here and"
                + " there");
    webhook.answering(answer(401, "please log in, abc"));
    assertThat(preflight(TestContext.withToken("log"), webhook.url()))
        .hasSize(3)
        .last()
        .asString()
        .contains("\"please log in, abc\"");
  }

  @Test
  void oneThatHangsLeavesTimeForTheOther() throws IOException {
    webhook.answering(WEBHOOK);
    try (RawServer hanging = RawServer.after(socket -> {});
        ProvisioningProvider provider =
            new TestContext()
                .provider(
                    webhook.url(),
                    Map.of("call-timeout", "2s", "provision-webhook", hanging.url() + "/x"))) {
      assertThat(provider.preflight())
          .singleElement()
          .hasToString(
              "WARNING provision-webhook: GET /x: no whole answer in time; try again; name the"
                  + " Service of the rulebook's activation and the path that its rule waits for");
    }
  }

  private static List<Finding> preflight(TestContext context, String url) {
    try (ProvisioningProvider provider = context.provider(url, Map.of("call-timeout", "5s"))) {
      return provider.preflight();
    }
  }
}
