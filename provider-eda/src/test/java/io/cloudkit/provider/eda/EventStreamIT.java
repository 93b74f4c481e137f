package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provider.eda.event.Payload;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.StreamAuthentication.ByToken;
import io.cloudkit.testkit.eda.rulebook.StreamSettings;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.HttpAnswer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is posted to event streams, and what each of their answers proves: eda-api.md §2. */
class EventStreamIT {
  private static final String NO_STREAM = "3e7f1c5a-0000-4000-8000-000000000000";

  private static Instances instances;
  private static FakeEda eda;

  private final TestContext context = TestContext.withToken("t0ken");
  private final Map<String, String> settings = new HashMap<>(Map.of("call-timeout", "5s"));

  @BeforeAll
  static void start() {
    instances = new Instances();
    eda =
        FakeEda.builder(instances.kubeconfig())
            .eventStreams(StreamSettings.with(new ByToken("Authorization", "t0ken")))
            .start();
  }

  @AfterAll
  static void stop() {
    eda.close();
    instances.close();
  }

  @AfterEach
  void behave() {
    eda.clearFaults();
  }

  private ProvisioningProvider provider(TestContext by) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("provision-webhook", eda.createUrl());
    all.putIfAbsent("deprovision-webhook", eda.deleteUrl());
    return by.provider(eda.url(), all);
  }

  private String provision(Vm vm) {
    try (ProvisioningProvider provider = provider(context)) {
      return words(provider.triggerProvision(vm.request(PROVISION)));
    }
  }

  private static Event newest() {
    List<Event> all = eda.events();
    return all.get(all.size() - 1);
  }

  @Test
  void handsTheResourceToTheEventStreamOfItsType() {
    assertThat(provision(vm())).startsWith("triggered eda/Provision/eda-webhook-1/op1 Unknown");
    assertThat(newest().stream()).contains(FakeEda.CREATE);
    assertThat(newest().operation()).isEqualTo("op1");
    assertThat(newest().claim()).isEqualTo("claim1");
    try (ProvisioningProvider provider = provider(context)) {
      assertThat(words(provider.triggerDeprovision(vm().deleting().marked().request(DEPROVISION))))
          .startsWith("triggered");
    }
    assertThat(newest().stream()).contains(FakeEda.DELETE);
  }

  @Test
  void whatYamlReadsIsWhatWasPosted() throws Exception {
    Vm odd =
        vm().spec("text", "del\u007f tab\t nel\u0085 line\u2028 page\u2029 \uffff \"q\" ü 😀")
            .spec("number", 1.0E22)
            .spec("small", 1.5E-7)
            .spec("tiny", new BigDecimal("1E+5"))
            .spec("looksLike", "1e3")
            .spec("yes", "yes")
            .spec("date", "2026-01-01");
    assertThat(provision(odd)).startsWith("triggered");
    assertThat(newest().payload().at("/status/desiredConfigVersion").textValue())
        .isEqualTo("v1-00.claim1");
    JsonNode spec = newest().payload().path("spec");
    assertThat(spec.path("text").textValue())
        .isEqualTo("del\u007f tab\t nel\u0085 line\u2028 page\u2029 \uffff \"q\" ü 😀");
    assertThat(spec.path("number").doubleValue()).isEqualTo(1.0E22);
    assertThat(spec.path("small").doubleValue()).isEqualTo(1.5E-7);
    assertThat(spec.path("tiny").doubleValue()).isEqualTo(100_000);
    for (String field : List.of("looksLike", "yes", "date")) {
      assertThat(spec.path(field).isTextual()).as(field).isTrue();
    }
    assertThat(spec)
        .isEqualTo(
            new ObjectMapper().readTree(Payload.of(odd.request(PROVISION)).utf8()).path("spec"));
  }

  record Row(Consumer<FaultRule> fault, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }

    static Row answer(int status, String detail, String expected, String because) {
      return new Row(
          rule -> rule.answers(status, "{\"detail\":\"" + detail + "\"}"), expected, because);
    }
  }

  static Stream<Row> answersThatProve() {
    String at = "provision-webhook answered ";
    return Stream.of(
        Row.answer(
            400,
            "Invalid request",
            "rejected Configuration "
                + at
                + "400 \"Invalid request\": it takes events from the"
                + " gateway alone",
            "who does not come through the gateway is sent away"),
        Row.answer(
            400,
            "Authorization header is missing",
            "rejected Unauthorized "
                + at
                + "400 \"Authorization header is missing\": it asks for"
                + " that header; check token, auth-header",
            "it is about us, not about the resource"),
        Row.answer(
            400,
            "Invalid content. Type: application/json",
            "rejected InvalidRequest " + at + "400",
            "it can not be read"),
        Row.answer(401, "no", "rejected Unauthorized", "the gateway says so"),
        Row.answer(
            403,
            "Token mismatch, check your token",
            "rejected Unauthorized "
                + at
                + "403 \"Token mismatch, check your token\": check token,"
                + " auth-header",
            "what is shown is not believed"),
        Row.answer(404, "Not found.", "rejected Configuration", "the gateway has no such path"),
        Row.answer(405, "no", "rejected Configuration " + at + "405", "no event stream says that"),
        new Row(
            rule -> rule.answers(HttpAnswer.html(301, "Moved").with("Location", "/x/")),
            "rejected Configuration " + at + "301 with a body of text/html: a redirect",
            "a redirected POST becomes a GET"),
        new Row(
            rule -> rule.throttles(Duration.ofSeconds(7)),
            "waiting PT7S " + at + "429",
            "the gateway counts requests"));
  }

  @ParameterizedTest
  @MethodSource("answersThatProve")
  void saysWhatAnAnswerProves(Row row) {
    row.fault().accept(eda.next("POST", "*"));
    int before = eda.events().size();
    assertThat(provision(vm())).as(row.because()).startsWith(row.expected());
    assertThat(eda.events()).hasSize(before);
  }

  static Stream<Row> answersThatProveNothing() {
    return Stream.of(
        new Row(
            rule -> rule.answersHtml(200),
            "an event stream answers 200 with an empty body, found 200 with a body of text/html",
            "a page of a proxy"),
        new Row(
            rule -> rule.answers(HttpAnswer.empty(204)),
            "found 204 with an empty body",
            "an event stream never says that"),
        new Row(rule -> rule.answersHtml(500), "answered 500", "some of it may be passed on"),
        new Row(rule -> rule.commitsThenAnswersHtml(502), "answered 502", "it may be passed on"),
        new Row(FaultRule::losesTheAnswer, "the connection broke", "it may be passed on"),
        new Row(
            rule -> rule.after(Duration.ofSeconds(30)).passes(),
            "no whole answer in time",
            "it is passed on before the answer"));
  }

  @ParameterizedTest
  @MethodSource("answersThatProveNothing")
  void whatAnAnswerDoesNotProveIsUnknown(Row row) {
    settings.put("call-timeout", "2s");
    row.fault().accept(eda.next("POST", "*"));
    assertThatThrownBy(() -> provision(vm()))
        .as(row.because())
        .isExactlyInstanceOf(ProviderException.class)
        .hasMessageContaining(row.expected());
  }

  @Test
  void anEventStreamThatIsNotThereIsAMistakeOfTheConfiguration() {
    settings.put(
        "provision-webhook",
        eda.url() + "/api/eda/v1/external_event_stream/" + NO_STREAM + "/post/");
    assertThat(provision(vm()))
        .startsWith(
            "rejected Configuration provision-webhook answered 400 \"bad uuid specified\": there is"
                + " no such event stream");
  }

  @Test
  void whatNoChunkCanHoldIsNotPosted() {
    String parameters = "{" + "\"k\":\"v\",".repeat(900) + "\"z\":\"v\"}";
    int before = eda.events().size();
    Vm large = vm().spec("templateParameters", parameters);
    assertThat(provision(large))
        .startsWith("rejected InvalidRequest expected a resource that an event stream can pass on");
    assertThat(eda.events()).hasSize(before);
  }

  @Test
  void whatIsRefusedIsWhatTheOtherSideCanNotPassOn() throws Exception {
    for (int count = 100; count <= 900; count += 10) {
      String parameters = "{" + "\"key\":\"value\",".repeat(count) + "\"z\":\"v\"}";
      Vm vm = vm().spec("templateParameters", parameters);
      boolean isRefused = provision(vm).startsWith("rejected InvalidRequest");
      boolean canNotBePassedOn = posted(vm) == 500;
      int size = Payload.of(vm.request(PROVISION)).size();
      // from here to there it depends on headers of a gateway, of which there is none
      boolean isUpToTheGateway = size > 4_600 && size < 5_800;
      assertThat(isRefused)
          .as(count + " parameters")
          .isEqualTo(isUpToTheGateway ? isRefused || canNotBePassedOn : canNotBePassedOn);
    }
  }

  /** What the event stream says to the same event of a careless sender. */
  private static int posted(Vm vm) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(eda.createUrl()))
            .header("Authorization", "t0ken")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Payload.of(vm.request(PROVISION)).toByteArray()))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void thePreflightKnowsAnEventStreamAndNotWhatItLetsIn() {
    String notChecked =
        "event streams are there; not checked: the uuid in the address, and what lets an event in;"
            + " a wrong one is shown at the first event";
    try (ProvisioningProvider provider = provider(context)) {
      assertThat(provider.preflight())
          .extracting(Finding::toString)
          .containsExactly(
              "INFO provision-webhook: " + notChecked, "INFO deprovision-webhook: " + notChecked);
    }
    try (ProvisioningProvider provider = provider(new TestContext())) {
      assertThat(provider.preflight())
          .extracting(Finding::toString)
          .containsExactly(
              "ERROR provision-webhook: an event stream lets nobody in who shows nothing, and"
                  + " nothing is set to show; set token, hmac-secret, user and password, or"
                  + " client-certificate-file, as it asks for",
              "ERROR deprovision-webhook: an event stream lets nobody in who shows nothing, and"
                  + " nothing is set to show; set token, hmac-secret, user and password, or"
                  + " client-certificate-file, as it asks for");
    }
    eda.next("GET", "*").always().answers(HttpAnswer.text(405, "").with("Allow", "POST"));
    try (ProvisioningProvider provider = provider(context)) {
      assertThat(provider.preflight())
          .extracting(Finding::toString)
          .first()
          .isEqualTo(
              "ERROR provision-webhook: expected an event stream, found 405 that allows POST, as an"
                  + " API does; name the address that EDA shows for the event stream");
    }
  }
}
