package io.cloudkit.testkit.eda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.Hmac;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByCertificate;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByPassword;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.BySignature;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByToken;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import io.cloudkit.testkit.time.ManualTimeline;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request by request, what eda-api.md §2 tells of event streams. */
class EventStreamConformanceIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String[] TOKEN = {"Authorization", "tok"};

  private final Instances instances = new Instances();
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private FakeEda fake = start(new ByToken("Authorization", "tok"), UnaryOperator.identity());
  private Poster poster = new Poster(fake);

  @AfterEach
  void close() {
    fake.close();
    instances.close();
  }

  private FakeEda start(StreamAuthentication how, UnaryOperator<StreamSettings> change) {
    return FakeEda.builder(instances.api.kubeconfig())
        .timeline(time)
        .eventStreams(change.apply(StreamSettings.with(how)))
        .start();
  }

  private void with(StreamAuthentication how, UnaryOperator<StreamSettings> change) {
    fake.close();
    fake = start(how, change);
    poster = new Poster(fake);
  }

  private String path() {
    return URI.create(fake.createUrl()).getPath();
  }

  private HttpResponse<String> post(Object body, String... headers) {
    return poster.post(path(), body, headers);
  }

  @Test
  void anEventIsAnsweredWithNothingAndRulesTellItByTheNameOfItsStream() {
    instances.create("a");
    HttpResponse<String> answer = post(instances.payload("a", "v1.c1"), TOKEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    Event event = fake.events().get(0);
    assertThat(event.endpoint()).isEqualTo(path()).startsWith("/api/eda/v1/external_event_stream/");
    assertThat(event.stream()).contains(FakeEda.CREATE);
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1.c1");
  }

  @Test
  void aQueryIsPartOfTheEndpoint() {
    assertThat(poster.post(path() + "?op=create", "{}", TOKEN).statusCode()).isEqualTo(200);
    assertThat(fake.events().get(0).endpoint()).isEqualTo(path() + "?op=create");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/eda/v1/external_event_stream/x/post/                                    | 400 |"
            + " {\"detail\":\"bad uuid specified\"}",
        "/api/eda/v1/external_event_stream/3e7f1c5a-0000-4000-8000-000000000000/post/ | 400 |"
            + " {\"detail\":\"bad uuid specified\"}",
        "/create-compute-instance                                                     | 404 | <",
      })
  void whatIsNoStream(String path, int status, String said) {
    HttpResponse<String> answer = poster.post(path, "{}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith(said);
  }

  @Test
  void withoutItsLastSlashItIsElsewhere() {
    String slashless = path().substring(0, path().length() - 1);
    HttpResponse<String> answer = poster.post(slashless + "?a=b", "{}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(301);
    assertThat(answer.headers().firstValue("Location")).contains(path() + "?a=b");
  }

  @Test
  void onlyPostsAreAllowed() {
    HttpResponse<String> answer = poster.send("GET", path(), new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST, OPTIONS");
  }

  @ParameterizedTest
  @CsvSource({"tok, 200", "Bearer tok, 200", "Bearer wrong, 403", "bearer tok, 403"})
  void theTokenMayHaveBearerBeforeIt(String shown, int status) {
    assertThat(post("{}", "Authorization", shown).statusCode()).isEqualTo(status);
  }

  @Test
  void whatIsMissingAndWhatIsWrongDiffer() {
    HttpResponse<String> missing = post("{}");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(missing.body()).isEqualTo("{\"detail\":\"Authorization header is missing\"}");
    HttpResponse<String> wrong = post("{}", "Authorization", "no");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).isEqualTo("{\"detail\":\"Token mismatch, check your token\"}");
    assertThat(fake.events()).isEmpty();
  }

  @Test
  void userAndPassword() {
    with(new ByPassword("user", "pässword"), UnaryOperator.identity());
    // printf 'user:pässword' | base64
    assertThat(post("{}", "Authorization", "Basic dXNlcjpww6Rzc3dvcmQ=").statusCode())
        .isEqualTo(200);
    assertThat(post("{}", "Authorization", "Basic dXNlcjpwYXNzd29yZA==").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aSignatureHasItsPrefixAndEncoding() {
    // openssl dgst -sha256 -hmac secret, over {"a":1}
    String hex = "aa9e2e3575f5d7098b6caccd790888c36d5fdb63342a73bada2d6a51747a8494";
    String base64 = "qp4uNXX11wmLbKzNeQiIw21f22M0KnO62i1qUXR6hJQ=";
    Hmac hmac = Hmac.of("secret");
    with(new BySignature(hmac.after("sha256=")), UnaryOperator.identity());
    assertThat(signed("sha256=" + hex)).isEqualTo(200);
    assertThat(signed(hex)).as("the prefix is a must if there is one").isEqualTo(403);
    with(new BySignature(hmac.by("sha256", Hmac.Encoding.BASE64)), UnaryOperator.identity());
    assertThat(signed(base64)).isEqualTo(200);
    assertThat(signed(hex)).isEqualTo(403);
  }

  private int signed(String signature) {
    return post("{\"a\":1}", "x-hub-signature-256", signature).statusCode();
  }

  @Test
  void aCertificateIsWhatTheGatewayMakesOfIt() {
    with(new ByCertificate("CN=operator"), UnaryOperator.identity());
    assertThat(post("{}", "Subject", "CN=operator").body()).contains("Subject header is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"\u007f\"}", "{\n\t\"a\": 1}", "{", "\"\uffff\""})
  void whatYamlCanNotRead(String body) {
    HttpResponse<String> answer = post(body, "Authorization", "tok", "Content-Type", "a/b");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"Invalid content. Type: a/b\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1e3}       | {\"a\":\"1e3\"}",
        "{\"a\":1.0E22}    | {\"a\":\"1.0E22\"}",
        "{\"a\":1.5E-7}    | {\"a\":1.5E-7}",
        "{\"a\":1.5E+7}    | {\"a\":1.5E7}",
        "{\"a\":\"x \u2028 y\"} | {\"a\":\"x\u2028y\"}",
        "{\"a\":\"x\u0085y\"} | {\"a\":\"x y\"}",
        "{\"a\":\"x\\u0085y\"} | {\"a\":\"x\u0085y\"}",
        "{\"a\":\"1e3\",\"b\":null,\"c\":true} | {\"a\":\"1e3\",\"b\":null,\"c\":true}",
        "[1,2]             | {\"body\":[1,2]}",
        "\"text\"          | {\"body\":\"text\"}",
        "key: yes          | {\"key\":true}",
      })
  void whatYamlReadsOtherwise(String body, String payload) {
    assertThat(post(body, TOKEN).statusCode()).isEqualTo(200);
    assertThat(fake.events().get(0).payload()).hasToString(payload);
  }

  @Test
  void bytesThatAreNoTextAre500() {
    byte[] bad = {'"', (byte) 0xff, '"'};
    assertThat(poster.send("POST", path(), bad, TOKEN).statusCode()).isEqualTo(500);
  }

  @Test
  void headersReachTheRulesUnlessSomeAreChosen() {
    post("{}", "Authorization", "tok", "X-Request-Id", "op1");
    assertThat(fake.events().get(0).operation()).isEqualTo("op1");
    assertThat(fake.events().get(0).headers()).doesNotContainKey("Authorization");
    with(new ByToken("Authorization", "tok"), settings -> settings.forwarding("X-Other"));
    post("{}", "Authorization", "tok", "X-Request-Id", "op1", "X-Other", "x");
    assertThat(fake.events().get(0).headers()).containsOnlyKeys("X-Other");
    String inPayload =
        "{\"metadata\":{\"annotations\":{\"cloudkit.openshift.io/operation\":\"op2\"}}}";
    post(inPayload, TOKEN);
    assertThat(fake.events().get(1).operation()).isEqualTo("op2");
  }

  @Test
  void inTestModeNothingIsPassedOn() {
    with(new ByToken("Authorization", "tok"), StreamSettings::inTestMode);
    instances.create("a");
    assertThat(post(instances.payload("a", "v1.c1"), TOKEN).statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
  }

  @Test
  void withoutAnActivationItIsAnsweredAndLost() {
    instances.create("a");
    fake.killActivation();
    assertThat(post(instances.payload("a", "v1.c1"), TOKEN).statusCode()).isEqualTo(200);
    fake.startActivation();
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
    assertThat(post(instances.payload("a", "v1.c2"), TOKEN).statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1.c2");
  }

  @Test
  void nobodyHangsBeforeABusyRulebook() {
    with(new ByToken("Authorization", "tok"), UnaryOperator.identity());
    instances.create("a");
    for (int i = 0; i < 40; i++) {
      assertThat(post(instances.payload("a", "v" + i), TOKEN).statusCode()).isEqualTo(200);
    }
    time.advance(LONG);
    assertThat(fake.jobs()).hasSize(40);
  }

  @Test
  void largeEventsArriveInChunks() {
    instances.create("a");
    ObjectNode large = instances.payload("a", "v1.c1");
    large.put("note", "x".repeat(100_000));
    assertThat(post(large, TOKEN).statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1.c1");
  }

  @Test
  void chunksOfJsonWithinJsonAreTooLongForPostgres() {
    String withinJson = "{\\\"k\\\":\\\"v\\\"}".repeat(600);
    HttpResponse<String> answer = post("{\"a\":\"" + withinJson + "\"}", TOKEN);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(fake.events()).isEmpty();
  }

  @Test
  void anEventOfAWholeNumberOfChunksIsNeverComplete() {
    with(new ByToken("Authorization", "tok"), settings -> settings.forwarding("X-None"));
    String meta =
        ", \"meta\": {\"endpoint\": \"%s\", \"eda_event_stream_name\": \"%s\", \"headers\": {}}}"
            .formatted(path(), FakeEda.CREATE);
    instances.create("a");
    ObjectNode event = instances.payload("a", "v1.c1");
    int rest = ("{\"payload\": " + asPythonDumps(event.put("note", "")) + meta).length();
    event.put("note", "x".repeat(2 * 6144 - rest));
    assertThat(post(event, TOKEN).statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
    event.put("note", "x".repeat(2 * 6144 - rest + 1));
    post(event, TOKEN);
    time.advance(LONG);
    assertThat(fake.jobs()).hasSize(1);
  }

  /** Of an event none of whose texts has a comma or a colon beside a quotation mark. */
  private static String asPythonDumps(ObjectNode event) {
    return event
        .toString()
        .replaceAll("(?<=[\"\\]}0-9a-z]),(?=\")", ", ")
        .replaceAll("(?<=\"):(?=[\"\\[{0-9tfn])", ": ");
  }

  @Test
  void aBodyAboveDjangosLimitIs400() {
    byte[] large = ("{\"a\":\"" + "x".repeat(2_621_440) + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(poster.send("POST", path(), large, TOKEN).statusCode()).isEqualTo(400);
  }
}
