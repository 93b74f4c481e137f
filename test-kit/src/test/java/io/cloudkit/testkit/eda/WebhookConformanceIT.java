package io.cloudkit.testkit.eda;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.WebhookSettings;
import io.cloudkit.testkit.eda.rulebook.WebhookSettings.HttpServerAge;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request by request, what eda-api.md §1 and §8 tell of the webhook source. */
class WebhookConformanceIT {
  // openssl dgst -sha256 -hmac secret, over {"a":1}
  private static final String SIGNATURE =
      "aa9e2e3575f5d7098b6caccd790888c36d5fdb63342a73bada2d6a51747a8494";

  private final Instances instances = new Instances();
  private FakeEda fake = FakeEda.start(instances.api.kubeconfig());
  private Poster poster = new Poster(fake);

  @AfterEach
  void close() {
    fake.close();
    instances.close();
  }

  private void with(UnaryOperator<WebhookSettings> settings) {
    fake.close();
    fake = FakeEda.builder(instances.api.kubeconfig()).webhook(settings).start();
    poster = new Poster(fake);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "/create-compute-instance, create-compute-instance",
    "/create-compute-instance/, create-compute-instance/",
    "/x/y?z=1, x/y",
    "/with%20blank, with blank",
    "/, ''",
  })
  void everyPathIsAcceptedAndAnsweredWithItsEndpoint(String path, String endpoint) {
    HttpResponse<String> answer = poster.post(path, "{\"a\":1}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(endpoint);
    assertThat(fake.events()).extracting(Event::endpoint).containsExactly(endpoint);
    if (!endpoint.isEmpty()) {
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "null", "7", "\"text\"", "{\"a\":1,\"a\":2}", "{\"a\":NaN}"})
  void anyJsonValuePasses(String body) {
    assertThat(poster.post("/any", body, "Content-Type", "text/plain").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{} {}", "{'a':1}", "nope", "{\"a\":1,}"})
  void whatIsNoJsonIs400(String body) {
    HttpResponse<String> answer = poster.post("/any", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("Invalid JSON payload");
    assertThat(fake.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "HEAD", "OPTIONS", "DELETE"})
  void onlyPostsAreAllowed(String method) {
    HttpResponse<String> answer = poster.send(method, "/create-compute-instance", bytes(""));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void aMebibytePassesAndOneByteMoreDoesNot() {
    String frame = "{\"a\":\"\"}";
    String full = "{\"a\":\"" + "x".repeat((1 << 20) - frame.length()) + "\"}";
    assertThat(poster.post("/any", full).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = poster.post("/any", full + " ");
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).isEqualTo("Maximum request body size 1048576 exceeded.");
  }

  @Test
  void bytesThatAreNoTextAre500() {
    byte[] bad = {'"', (byte) 0xff, '"'};
    assertThat(poster.send("POST", "/any", bad).statusCode()).isEqualTo(500);
    assertThat(
            poster
                .post("/any", "{}", "Content-Type", "application/json; charset=klingon")
                .statusCode())
        .isEqualTo(500);
  }

  @Test
  void headersReachTheRulesExceptAuthorization() {
    poster.post("/any", "{}", "authorization", "Bearer s3cret", "x-request-id", "op-1");
    Event event = fake.events().get(0);
    assertThat(event.headers()).containsEntry("X-Request-ID", "op-1");
    assertThat(event.headers()).doesNotContainValue("Bearer s3cret");
    assertThat(event.operation()).isEqualTo("op-1");
  }

  @Test
  void theSameBodyTwiceIsTwoEvents() {
    poster.post("/any", "{}");
    poster.post("/any", "{}");
    assertThat(fake.events()).extracting(Event::uuid).doesNotHaveDuplicates().hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer tok, 200, any",
    "bearer tok, 401, Only Bearer type is accepted",
    "Basic dG9r, 401, Only Bearer type is accepted",
    "Bearer wrong, 401, Invalid authorization token",
    "'Bearer  tok', 401, Invalid authorization token",
    "Bearer, 401, Invalid authorization token",
  })
  void theTokenIsCheckedToTheLetter(String header, int status, String text) {
    with(settings -> settings.withToken("tok"));
    HttpResponse<String> answer = poster.post("/any", "{}", "Authorization", header);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(text);
  }

  @Test
  void theTokenIsCheckedBeforeMethodAndBody() {
    with(settings -> settings.withToken("tok"));
    assertThat(poster.send("GET", "/any", bytes("")).statusCode()).isEqualTo(401);
    HttpResponse<String> answer = poster.post("/any", "{");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("401: Missing authorization token");
  }

  @Test
  void signaturesAreLowerCaseHexWithOrWithoutTheirAlgorithm() {
    with(settings -> settings.withHmac("secret"));
    assertThat(signed(SIGNATURE)).isEqualTo(200);
    assertThat(signed("sha256=" + SIGNATURE)).isEqualTo(200);
    assertThat(signed(SIGNATURE.toUpperCase(Locale.ROOT))).isEqualTo(401);
    assertThat(signed("sha1=" + SIGNATURE)).isEqualTo(401);
    HttpResponse<String> wrong = poster.post("/any", "{}", "x-hub-signature-256", SIGNATURE);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).isEqualTo("HMAC verification failed");
    HttpResponse<String> missing = poster.post("/any", "{}");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(missing.body()).isEqualTo("Signature header not found");
  }

  private int signed(String signature) {
    return poster.post("/any", "{\"a\":1}", "X-Hub-Signature-256", signature).statusCode();
  }

  @Test
  void anOldServerLosesTheBodyOfAnUpgrade() throws Exception {
    with(settings -> settings.on(HttpServerAge.DROPS_BODY_ON_UPGRADE));
    assertThat(poster.post("/any", "{}").statusCode()).isEqualTo(200);
    var offersHttp2 = HttpClient.newHttpClient();
    var request =
        HttpRequest.newBuilder(URI.create(fake.url() + "/any"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    var answer = offersHttp2.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("Invalid JSON payload");
  }
}
