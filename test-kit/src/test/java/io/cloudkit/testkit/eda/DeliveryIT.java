package io.cloudkit.testkit.eda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.LaunchVariables;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.Strategy;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.SelfSigned;
import io.cloudkit.testkit.http.Trust;
import io.cloudkit.testkit.time.ManualTimeline;
import io.cloudkit.testkit.truth.Playbook;
import io.cloudkit.testkit.truth.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a request to a job: what gets through, when, and how often. */
class DeliveryIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Instances instances = new Instances();
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final Truth truth = new Truth();
  private FakeEda fake = FakeEda.builder(instances.api.kubeconfig()).timeline(time).start();
  private Poster poster = new Poster(fake);

  @AfterEach
  void close() {
    fake.close();
    instances.close();
  }

  private void with(Strategy strategy, PlaybookScript script) {
    fake.close();
    fake =
        FakeEda.builder(instances.api.kubeconfig())
            .timeline(time)
            .strategy(strategy)
            .script(script)
            .truth(truth, "eda")
            .start();
    poster = new Poster(fake);
  }

  private HttpResponse<String> create() {
    return poster.create(instances.payload("a", "v1.c1"), "op1");
  }

  @Test
  void anEventForNoRuleIsDroppedInSilence() {
    assertThat(poster.post("/create-compute-instance/", "{}").statusCode()).isEqualTo(200);
    assertThat(poster.post("/Create-Compute-Instance", "{}").statusCode()).isEqualTo(200);
    assertThat(poster.post("/create-compute-instance", "{\"a\":NaN}").statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
    assertThat(fake.events()).hasSize(3);
  }

  @Test
  void theSameEventTwiceIsTwoJobsSideBySideAndADuplicateOfTheSender() {
    instances.create("a");
    create();
    create();
    time.advance(Duration.ofMillis(200));
    assertThat(fake.truth().running()).hasSize(2);
    assertThat(fake.truth().duplicates())
        .singleElement()
        .satisfies(duplicate -> assertThat(duplicate.isTheBackendsOwn()).isFalse());
  }

  @Test
  void anEventThatAFaultDoublesIsToldApart() {
    instances.create("a");
    FaultRule rule = fake.next("POST", "/create-*").commitsTwice();
    assertThat(create().statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(rule.hits()).isEqualTo(1);
    assertThat(fake.truth().duplicates())
        .singleElement()
        .satisfies(duplicate -> assertThat(duplicate.isTheBackendsOwn()).isTrue())
        .satisfies(duplicate -> assertThat(duplicate.launches()).hasSize(2))
        .satisfies(duplicate -> assertThat(duplicate.byFault()).hasSize(1));
    assertThat(fake.requestCount()).isEqualTo(1);
    assertThat(fake.events()).extracting(Event::uuid).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void twoBackendsThatWorkOnOneResourceAreAnOverlap() {
    with(Strategy.parallel(), PlaybookScript.quick());
    String uid = instances.create("a").getMetadata().getUid();
    try (FakeAap aap = FakeAap.builder().timeline(time).truth(truth, "aap").start()) {
      Template vm = aap.add(TemplateSpec.job("vm"));
      aap.controller()
          .launch(LaunchOrder.of(vm.id(), LaunchVariables.deprovision(uid, "op2"), aap.user()));
      create();
      time.advance(Duration.ofMillis(500));
      assertThat(truth.overlaps())
          .singleElement()
          .satisfies(
              overlap ->
                  assertThat(List.of(overlap.first(), overlap.second()))
                      .extracting(playbook -> playbook.job().backend())
                      .containsExactlyInAnyOrder("aap", "eda"));
    }
  }

  @Test
  void oneAfterTheOtherThirteenOfSixteenAreAnswered() {
    with(Strategy.sequential(), PlaybookScript.quick());
    instances.create("a");
    List<CompletableFuture<HttpResponse<String>>> answers = postAtOnce(16);
    await().until(() -> answered(answers) == 13 && fake.waiting() == 15);
    time.advance(Duration.ofMillis(500));
    assertThat(fake.truth().running()).hasSize(1);
    time.advance(LONG);
    await().until(() -> answered(answers) == 16);
    assertThat(fake.truth().playbooks()).hasSize(16);
    assertThat(fake.truth().running()).isEmpty();
  }

  @Test
  void ofThirtyWithTwentyFivePlacesTwentyEightAreAnswered() {
    with(Strategy.parallel(25), PlaybookScript.quick());
    instances.create("a");
    List<CompletableFuture<HttpResponse<String>>> answers = postAtOnce(30);
    await().until(() -> answered(answers) == 28 && fake.waiting() == 5);
    time.advance(Duration.ofMillis(500));
    assertThat(fake.truth().running()).hasSize(25);
    time.advance(LONG);
    await().until(() -> answered(answers) == 30);
    assertThat(fake.truth().playbooks()).hasSize(30);
  }

  private List<CompletableFuture<HttpResponse<String>>> postAtOnce(int count) {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(poster.postAsync("/" + FakeEda.CREATE, instances.payload("a", "v1")));
    }
    return answers;
  }

  private static long answered(List<CompletableFuture<HttpResponse<String>>> answers) {
    return answers.stream().filter(CompletableFuture::isDone).count();
  }

  @Test
  void aClientThatGaveUpIsServedAllTheSame() {
    instances.create("a");
    fake.next("POST", "/create-*").hangs(Duration.ofMinutes(1));
    assertThatThrownBy(
            () ->
                poster.postWithin(
                    Duration.ofMillis(300), "/" + FakeEda.CREATE, instances.payload("a", "v1")))
        .isInstanceOf(HttpTimeoutException.class);
    time.advance(Duration.ofSeconds(59));
    assertThat(fake.jobs()).isEmpty();
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1");
  }

  @Test
  void aFullQueueServesAClientThatGaveUp() {
    with(Strategy.sequential(), PlaybookScript.quick());
    instances.create("a");
    List<CompletableFuture<HttpResponse<String>>> answers = postAtOnce(13);
    await().until(() -> answered(answers) == 13);
    assertThatThrownBy(
            () ->
                poster.postWithin(
                    Duration.ofMillis(300), "/" + FakeEda.CREATE, instances.payload("a", "v2")))
        .isInstanceOf(HttpTimeoutException.class);
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v2");
  }

  @Test
  void anEventCanBeLostAfterItsAnswer() {
    instances.create("a");
    fake.next("POST", "/create-*").forgets();
    assertThat(create().statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
  }

  @Test
  void anAnswerCanBeLostAfterItsEvent() {
    instances.create("a");
    fake.next("POST", "/create-*").losesTheAnswer();
    assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1.c1");
  }

  @Test
  void aDroppedRequestLeavesNothing() {
    instances.create("a");
    fake.next("POST", "/create-*").drops();
    assertThatThrownBy(this::create).isInstanceOf(UncheckedIOException.class);
    time.advance(LONG);
    assertThat(fake.events()).isEmpty();
    assertThat(fake.requestCount()).isEqualTo(1);
  }

  @Test
  void aCreateCanArriveAfterTheDeleteThatWasSentLater() {
    instances.create("a", Instances.OURS, Instances.THEIRS);
    fake.next("POST", "/create-*").answersThenCommits(Duration.ofMinutes(2));
    create();
    poster.delete(instances.payload("a", "v1.c1"), "op2");
    time.advance(Duration.ofMinutes(1));
    assertThat(fake.jobs())
        .extracting(EdaJob::purpose)
        .containsExactly(Playbook.Purpose.DEPROVISION);
    time.advance(LONG);
    assertThat(fake.truth().machines()).hasSize(1);
  }

  @Test
  void somethingInFrontCanAnswer() {
    fake.next("POST", "/create-*")
        .answers(HttpAnswer.html(301, "Moved").with("Location", "https://elsewhere/"));
    HttpResponse<String> moved = poster.post("/create-compute-instance", "{}");
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(moved.headers().firstValue("Location")).contains("https://elsewhere/");
    for (int status : new int[] {200, 401, 403, 405, 500, 502, 503}) {
      fake.next("POST", "*").header("X-Proxy", "edge").answersHtml(status);
      HttpResponse<String> answer = poster.post("/create-compute-instance", "{}");
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(answer.headers().firstValue("X-Proxy")).contains("edge");
    }
    assertThat(fake.events()).isEmpty();
  }

  @Test
  void aRuleHoldsAsOftenAsItIsToldTo() {
    FaultRule outage = fake.next("POST", "/x").always().answers(HttpAnswer.text(503, "later"));
    fake.next("POST", "/y").times(2).answers(HttpAnswer.text(500, "twice"));
    assertThat(poster.post("/x", "{}").statusCode()).isEqualTo(503);
    assertThat(poster.post("/y", "{}").body()).isEqualTo("twice");
    assertThat(poster.post("/y", "{}").statusCode()).isEqualTo(500);
    assertThat(poster.post("/y", "{}").statusCode()).isEqualTo(200);
    outage.stop();
    assertThat(poster.post("/x", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aKillLosesWhatWaitsCutsOffWhatRunsAndKeepsThePort() {
    with(Strategy.sequential(), PlaybookScript.quick());
    instances.create("a");
    create();
    poster.create(instances.payload("a", "v2"), "op2");
    time.advance(Duration.ofMillis(500));
    String url = fake.url();
    fake.killActivation();
    assertThatThrownBy(this::create).hasCauseInstanceOf(ConnectException.class);
    time.advance(LONG);
    assertThat(instances.finalizers("a")).containsExactly(Instances.THEIRS);
    assertThat(instances.annotated("a")).isEmpty();
    assertThat(truth.playbooks())
        .singleElement()
        .satisfies(run -> assertThat(run.result()).contains(Playbook.Result.KILLED));

    fake.startActivation();
    assertThat(fake.url()).isEqualTo(url);
    time.advance(LONG);
    assertThat(instances.annotated("a")).isEmpty(); // nothing is replayed
    create();
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1.c1");
  }

  @Test
  void aKillCutsOffAClientThatHangs() {
    fake.next("POST", "/*").hangs(LONG);
    CompletableFuture<HttpResponse<String>> answer = poster.postAsync("/" + FakeEda.CREATE, "{}");
    await().until(() -> fake.events().size() == 1);
    fake.killActivation();
    await().until(answer::isCompletedExceptionally);
    fake.startActivation();
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
  }

  @Test
  void faultsAreSaidByCurl() {
    String said = "[{on: POST /create-*, do: forget}]";
    assertThat(poster.post("/__faults", said).body()).contains("\"do\":\"forget\"");
    instances.create("a");
    assertThat(create().statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(fake.jobs()).isEmpty();
    assertThat(poster.send("GET", "/__ledger", new byte[0]).body()).contains("\"hits\":1");
    assertThat(fake.requestCount()).isEqualTo(1);
  }

  @Test
  void speaksTlsAndBreaksItOff() throws Exception {
    SelfSigned identity = SelfSigned.forLocalhost();
    fake.close();
    fake = FakeEda.builder(instances.api.kubeconfig()).tls(identity.context()).start();
    poster = new Poster(fake, Trust.only(identity.certificate()));
    assertThat(fake.createUrl()).startsWith("https://");
    assertThat(poster.post("/any", "{}").statusCode()).isEqualTo(200);
    fake.next("*", "*").failsTheHandshake();
    Poster fresh = new Poster(fake, Trust.only(identity.certificate()));
    assertThatThrownBy(() -> fresh.post("/any", "{}")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void thePagesForPeopleTellIt() {
    instances.create("a");
    create();
    time.advance(LONG);
    String jobs = poster.send("GET", "/__jobs", new byte[0]).body();
    assertThat(jobs).contains("eda/1", "SUCCEEDED", "op1", "MACHINES 1", "duplicates: 0");
    String ledger = poster.send("GET", "/__ledger", new byte[0]).body();
    assertThat(ledger)
        .contains("\"claim\":\"c1\"", "\"result\":\"SUCCEEDED\"")
        .contains("\"payload\":{\"apiVersion\":\"cloudkit.openshift.io/v1alpha1\"");
    assertThat(fake.requestCount()).isEqualTo(1);
  }

  @Test
  void theLedgerShowsWhatWasPostedWithinBounds() throws IOException {
    assertThat(poster.post("/any", "{\"a\":\"" + "x".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      assertThat(poster.post("/any", "{\"n\":" + i + "}").statusCode()).isEqualTo(200);
    }
    JsonNode events = ledger().path("events");
    assertThat(events).hasSize(21);
    assertThat(events.get(0).has("payload") || events.get(0).has("payload_left_out")).isFalse();
    assertThat(events.get(1).at("/payload/n").asInt(-1)).isZero();
    assertThat(poster.post("/any", "{\"a\":\"" + "x".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(200);
    assertThat(ledger().at("/events/21").has("payload")).isFalse();
    assertThat(ledger().at("/events/21/payload_left_out").asText()).contains("65536");
  }

  private JsonNode ledger() throws IOException {
    return new ObjectMapper().readTree(poster.send("GET", "/__ledger", new byte[0]).body());
  }
}
