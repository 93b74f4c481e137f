package io.cloudkit.provider.eda;

import static io.cloudkit.provider.eda.ScriptedWebhook.answer;
import static io.cloudkit.provider.eda.Vm.vm;
import static io.cloudkit.provider.eda.Words.words;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudkit.provider.eda.ScriptedWebhook.Answer;
import io.cloudkit.provider.eda.ScriptedWebhook.Sent;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is posted, and what each answer proves. */
class LaunchIT {
  private static final String ENDPOINT = "create-compute-instance";

  private final ScriptedWebhook webhook = new ScriptedWebhook();
  private final TestContext context = new TestContext();
  private final ProvisioningProvider provider = context.provider(webhook.url(), Map.of());

  @AfterEach
  void stop() {
    provider.close();
    webhook.close();
  }

  @Test
  void handsTheResourceToTheWebhookOfItsType() {
    assertThat(words(provider.triggerProvision(vm().request(PROVISION))))
        .startsWith("triggered eda/Provision/eda-webhook-1/op1 Unknown (handed to EDA");
    assertThat(words(provider.triggerDeprovision(vm().deleting().marked().request(DEPROVISION))))
        .startsWith("triggered eda/Deprovision/eda-webhook-1/op1 Unknown (handed to EDA")
        .endsWith("RELEASE");

    assertThat(webhook.requests())
        .extracting(Sent::method, Sent::path)
        .containsExactly(
            tuple("POST", "/create-compute-instance"), tuple("POST", "/delete-compute-instance"));
    Sent sent = webhook.requests().get(0);
    assertThat(sent.header("X-Request-Id")).isEqualTo("op1");
    assertThat(sent.header("Content-Type")).isEqualTo("application/json");
    assertThat(sent.header("Upgrade") + sent.header("Authorization")).isEmpty();
    assertThat(sent.body()).contains("\"desiredConfigVersion\":\"v1-00.claim1\"");
    assertThat(context.measured())
        .containsExactly(
            "backend_request_seconds launch 200", "backend_request_seconds launch 200");
  }

  record Row(Answer answer, String expected, String because) {
    @Override
    public String toString() {
      return answer.status() + ": " + because;
    }
  }

  static Stream<Row> answersThatProve() {
    return Stream.of(
        new Row(answer(202, ENDPOINT), "triggered", "the webhook's own word, whatever the 2xx"),
        new Row(
            new Answer(301, Map.of("Location", "/elsewhere"), ""),
            "rejected Configuration provision-webhook answered 301 with an empty body: a redirect",
            "to follow it would turn the POST into a GET"),
        new Row(
            answer(400, "Invalid JSON payload"),
            "rejected InvalidRequest provision-webhook answered 400 \"Invalid JSON payload\"",
            "the webhook says so before it takes an event"),
        new Row(
            answer(400, "Signature header not found"),
            "rejected Unauthorized provision-webhook answered 400 \"Signature header not found\":"
                + " it asks for a signature",
            "it is about us, not about the resource"),
        new Row(answer(401, "no"), "rejected Unauthorized", "it let nothing in"),
        new Row(answer(403, "no"), "rejected Unauthorized", "it let nothing in"),
        new Row(answer(404, "no"), "rejected Configuration", "no webhook: it takes every path"),
        new Row(
            answer(405, "no"),
            "rejected Configuration provision-webhook answered 405 \"no\": an API answered where a"
                + " webhook was expected",
            "the webhook takes every POST"),
        new Row(answer(413, "no"), "rejected InvalidRequest", "it does not get smaller by itself"),
        new Row(answer(422, "no"), "rejected InvalidRequest", "it was read and refused"),
        new Row(
            new Answer(429, Map.of("Retry-After", "7"), "slow down"),
            "waiting PT7S provision-webhook answered 429",
            "who counts requests does not pass on what it refuses"),
        new Row(
            new Answer(429, Map.of("Retry-After", "Thu, 01 Jan 2026 12:00:20 GMT"), ""),
            "waiting PT20S",
            "a date is a time, too"),
        new Row(
            new Answer(429, Map.of("Retry-After", "0"), ""),
            "waiting PT10S",
            "each try is a write to the status"),
        new Row(
            new Answer(429, Map.of("Retry-After", "99999"), ""),
            "waiting PT10M",
            "nobody waits for a day because of a header"));
  }

  @ParameterizedTest
  @MethodSource("answersThatProve")
  void saysWhatAnAnswerProves(Row row) {
    webhook.answering(row.answer());
    assertThat(words(provider.triggerProvision(vm().request(PROVISION))))
        .as(row.because())
        .startsWith(row.expected());
    assertThat(webhook.requests()).hasSize(1);
  }

  static Stream<Row> answersThatProveNothing() {
    return Stream.of(
        new Row(
            answer(200, "It works!"),
            "a webhook answers its own path, \"create-compute-instance\", found 200 \"It works!\"",
            "another service stands there"),
        new Row(answer(200, ENDPOINT + "/"), "found 200 \"" + ENDPOINT + "/\"", "no rule has it"),
        new Row(answer(204, ""), "found 204 with an empty body", "the webhook never says that"),
        new Row(
            new Answer(200, Map.of("Content-Type", "text/html"), "<p>login</p>"),
            "found 200 with a body of text/html",
            "a page of a proxy"),
        new Row(answer(200, "x".repeat(100_000)), "found 200 \"xxx", "as little is shown as tells"),
        new Row(answer(408, ""), "answered 408", "either side of a proxy may have said it"),
        new Row(answer(409, ""), "answered 409", "nobody there explains it"),
        new Row(answer(500, ""), "answered 500", "the webhook may have taken it before"),
        new Row(answer(502, ""), "answered 502", "the proxy may have passed it on"),
        new Row(answer(503, ""), "answered 503", "the proxy may have passed it on"),
        new Row(
            new Answer(503, Map.of("Retry-After", "0"), ""),
            "answered 503",
            "the HTTP client would send it again by itself"),
        new Row(answer(504, ""), "answered 504", "the event may be in the queue"));
  }

  @ParameterizedTest
  @MethodSource("answersThatProveNothing")
  void whatAnAnswerDoesNotProveIsUnknown(Row row) {
    webhook.answering(row.answer());
    assertThatThrownBy(() -> provider.triggerProvision(vm().request(PROVISION)))
        .as(row.because())
        .isExactlyInstanceOf(ProviderException.class)
        .hasMessageContaining(row.expected())
        .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(400));
    assertThat(webhook.requests()).hasSize(1);
  }

  @Test
  void showsTheTokenAndSignsExactlyWhatItSends() {
    TestContext secrets =
        new TestContext(Map.of("token", () -> "t0ken", "hmac-secret", () -> "k3y"));
    try (ProvisioningProvider signing = secrets.provider(webhook.url(), Map.of())) {
      signing.triggerProvision(vm().spec("note", "ü\u007f").request(PROVISION));
    }
    Sent sent = webhook.requests().get(0);
    assertThat(sent.header("Authorization")).isEqualTo("Bearer t0ken");
    assertThat(sent.header("x-hub-signature-256"))
        .matches("[0-9a-f]{64}")
        .isEqualTo(
            ByteString.encodeUtf8(sent.body()).hmacSha256(ByteString.encodeUtf8("k3y")).hex());
  }

  @Test
  void aSecretThatIsRepeatedIsNotShown() {
    webhook.answering(sent -> answer(401, "what is " + sent.header("Authorization") + "?"));
    try (ProvisioningProvider signing =
        TestContext.withToken("t0ken").provider(webhook.url(), Map.of())) {
      assertThat(words(signing.triggerProvision(vm().request(PROVISION))))
          .contains("what is Bearer ***?")
          .doesNotContain("t0ken");
    }
  }

  @Test
  void aSecretThatIsInTheWordsOfTheWebhookChangesNoMeaning() {
    try (ProvisioningProvider unlucky =
        TestContext.withToken("compute").provider(webhook.url(), Map.of())) {
      assertThat(words(unlucky.triggerProvision(vm().request(PROVISION)))).startsWith("triggered");
    }
    webhook.answering(answer(400, "Signature header not found"));
    try (ProvisioningProvider unlucky =
        TestContext.withToken("header").provider(webhook.url(), Map.of())) {
      assertThat(words(unlucky.triggerProvision(vm().request(PROVISION))))
          .startsWith("rejected Unauthorized provision-webhook answered 400 \"Signature *** not");
    }
  }

  @Test
  void aPasswordIsShownInTheHeaderThatIsSet() {
    TestContext password = new TestContext(Map.of("password", () -> "s3cret"));
    try (ProvisioningProvider showing =
        password.provider(webhook.url(), Map.of("user", "me", "auth-header", "X-Auth"))) {
      showing.triggerProvision(vm().request(PROVISION));
    }
    Sent sent = webhook.requests().get(0);
    assertThat(sent.header("X-Auth")).isEqualTo("Basic bWU6czNjcmV0");
    assertThat(sent.header("Authorization")).isEmpty();
  }

  @Test
  void aSecretThatCanNotBeSentIsNamedAndNotShown() {
    try (ProvisioningProvider broken =
        TestContext.withToken("s3cret\u00e9").provider(webhook.url(), Map.of())) {
      assertThat(words(broken.triggerProvision(vm().request(PROVISION))))
          .startsWith("rejected Configuration token: expected printable ASCII characters")
          .doesNotContain("s3cret");
    }
    TestContext unreadable =
        new TestContext(
            Map.of(
                "hmac-secret",
                () -> {
                  throw new ProviderException("its file is gone");
                }));
    try (ProvisioningProvider broken = unreadable.provider(webhook.url(), Map.of())) {
      assertThat(words(broken.triggerProvision(vm().request(PROVISION))))
          .startsWith("waiting PT10S hmac-secret: can not be read now: its file is gone");
    }
    assertThat(webhook.requests()).isEmpty();
  }

  record Unsent(Vm vm, String expected, String because) {
    @Override
    public String toString() {
      return because;
    }
  }

  static Stream<Unsent> whatIsNotSent() {
    return Stream.of(
        new Unsent(
            vm().spec("templateID", " "),
            "rejected InvalidRequest nothing was handed to EDA: expected spec.templateID",
            "the playbook takes it for a role's name"),
        new Unsent(
            vm().status("tenantReference", Map.of("name", "t")),
            "rejected Configuration nothing was handed to EDA: expected"
                + " status.tenantReference.namespace",
            "the playbook looks for the tenant"),
        new Unsent(
            vm().status("tenantReference", "t"),
            "rejected Configuration nothing was handed to EDA: expected"
                + " status.tenantReference.name",
            "a text has no fields"),
        new Unsent(
            vm().spec("templateParameters", "cores: 2"),
            "rejected InvalidRequest nothing was handed to EDA: spec.templateParameters: expected"
                + " the text of a JSON object",
            "the playbook reads it as JSON"),
        noParameters("5"),
        noParameters("[1]"),
        noParameters("null"),
        noParameters("\"x\""),
        noParameters("{} {}"),
        new Unsent(
            vm().spec("note", "x".repeat(1_048_576)),
            "rejected InvalidRequest expected a resource of at most 1048576 bytes",
            "the webhook would answer 413"));
  }

  private static Unsent noParameters(String text) {
    return new Unsent(
        vm().spec("templateParameters", text),
        "rejected InvalidRequest nothing was handed to EDA: spec.templateParameters: expected the"
            + " text of a JSON object, found something else; correct the spec",
        "it names no parameters");
  }

  @ParameterizedTest
  @MethodSource("whatIsNotSent")
  void sendsNothingThatWouldFailUnseen(Unsent row) {
    assertThat(words(provider.triggerProvision(row.vm().request(PROVISION))))
        .as(row.because())
        .startsWith(row.expected());
    assertThat(words(provider.triggerDeprovision(row.vm().marked().request(DEPROVISION))))
        .as(row.because())
        .startsWith(row.expected());
    assertThat(webhook.requests()).isEmpty();
  }

  @Test
  void keepsTheIntervalBetweenTwoOfOneType() {
    try (ProvisioningProvider paced =
        context.provider(webhook.url(), Map.of("minimum-request-interval", "10m"))) {
      Vm vm = vm().past(PROVISION, "eda-webhook-1", JobState.FAILED, "2026-01-01T11:57:00Z");
      assertThat(words(paced.triggerProvision(vm.request(PROVISION))))
          .startsWith("waiting PT7M the last Provision was asked for less than 10m ago");
      assertThat(webhook.requests()).isEmpty();
      assertThat(words(paced.triggerDeprovision(vm.marked().deleting().request(DEPROVISION))))
          .startsWith("triggered");
    }
  }

  @Test
  void aSkipIsForThoseAllOfWhoseWorkWasOursAndNeverBegan() {
    Vm evicted = vm().launches(30);
    for (int i = 0; i < 10; i++) {
      evicted.past(PROVISION, "eda-webhook-" + i, JobState.FAILED, "2026-01-01T11:00:00Z");
    }
    for (Vm vm :
        new Vm[] {
          vm().launches(2).givenUp("eda-webhook-1"),
          vm().launches(2).leftByTheGoOperator("eda-webhook-1"),
          vm().launches(3).provisionJob("eda-webhook-1", JobState.FAILED),
          evicted
        }) {
      assertThat(words(provider.triggerDeprovision(vm.deleting().request(DEPROVISION))))
          .startsWith("triggered");
    }
    assertThat(webhook.requests()).hasSize(4);
    Vm known = vm().launches(2).provisionJob("eda-webhook-1", JobState.FAILED);
    assertThat(words(provider.triggerDeprovision(known.deleting().request(DEPROVISION))))
        .startsWith("skipped");
  }

  @Test
  void thereIsNothingToTakeAwayWhereNoPlaybookEverBegan() {
    assertThat(words(provider.triggerDeprovision(vm().deleting().request(DEPROVISION))))
        .startsWith("skipped nothing to take away");
    assertThat(webhook.requests()).isEmpty();
  }

  @Test
  void theFinalizerOfWhatWasOnceReconciledWasRemovedBySomebody() {
    for (Vm vm :
        new Vm[] {
          vm().status("reconciledConfigVersion", "v1-00")
              .provisionJob("eda-webhook-1", JobState.SUCCEEDED),
          vm().past(PROVISION, "eda-webhook-1", JobState.SUCCEEDED, "2026-01-01T11:00:00Z"),
          vm().saying("v1-00.claim0")
        }) {
      assertThat(words(provider.triggerDeprovision(vm.deleting().request(DEPROVISION))))
          .startsWith("triggered");
    }
    assertThat(webhook.requests()).hasSize(3);
  }

  @Test
  void whatAnotherProviderMadeIsNotTakenAwayWhereNothingWouldTellTheEnd() {
    for (Vm vm :
        new Vm[] {
          vm().provisionJob("aap", "42", JobState.SUCCEEDED),
          vm().launches(2).provisionJob("jobs", "cloudkit-op7", JobState.CANCELED),
          // its status was lost, and a person said "adopt", or "relaunch"
          vm().status("reconciledConfigVersion", "v1-00"),
          vm().launches(2)
        }) {
      assertThat(words(provider.triggerDeprovision(vm.deleting().request(DEPROVISION))))
          .startsWith("rejected Configuration nothing would tell its end: the finalizer")
          .contains("annotation provisioning-provider", "deletion-policy");
    }
    assertThat(webhook.requests()).isEmpty();
    Vm marked = vm().provisionJob("aap", "42", JobState.SUCCEEDED).marked();
    assertThat(words(provider.triggerDeprovision(marked.deleting().request(DEPROVISION))))
        .startsWith("triggered");
  }

  @Test
  void permissionsOfWhichNobodyToldAreNotTakenForAnothersWork() {
    Vm vm = vm().launches(3).status("unansweredClaims", Map.of("claims", List.of("c1", "c2")));
    assertThat(words(provider.triggerDeprovision(vm.deleting().request(DEPROVISION))))
        .startsWith("triggered");
    Vm more = vm().launches(4).status("unansweredClaims", Map.of("claims", List.of("c1", "c2")));
    assertThat(words(provider.triggerDeprovision(more.deleting().request(DEPROVISION))))
        .startsWith("rejected Configuration nothing would tell its end");
  }

  @Test
  void theJobIsNamedBeforeItIsPosted() {
    assertThat(provider.bookmark(vm().launches(4).plan(PROVISION))).contains("eda-webhook-5");
    assertThat(provider.bookmark(vm().deleting().marked().launches(4).plan(DEPROVISION)))
        .contains("eda-webhook-5");
    assertThat(provider.bookmark(vm().deleting().launches(4).plan(DEPROVISION)))
        .contains("eda-webhook-5-unmarked");
  }

  @Test
  void doesNotSendWhatItMayNotSendAnyMore() {
    assertThat(words(provider.triggerProvision(vm().request(PROVISION, Duration.ZERO))))
        .startsWith("waiting PT10S POST /create-compute-instance: not sent, its permission ended");
    assertThat(webhook.requests()).isEmpty();
  }
}
