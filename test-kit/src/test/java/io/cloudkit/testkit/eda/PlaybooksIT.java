package io.cloudkit.testkit.eda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.PlaybookScript.Failure;
import io.cloudkit.testkit.eda.playbook.Tenants;
import io.cloudkit.testkit.eda.rulebook.Strategy;
import io.cloudkit.testkit.time.ManualTimeline;
import io.cloudkit.testkit.truth.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What playbooks do to resources, on an API that says no where a real one does. */
class PlaybooksIT {
  private static final Duration LAUNCH = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final PlaybookScript MINUTE =
      PlaybookScript.quick().launchesAfter(LAUNCH).runsFor(Duration.ofMinutes(1));
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Instances instances = new Instances();
  private final ManualTimeline time = new ManualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private FakeEda fake = start(FakeEda.builder(instances.api.kubeconfig()));
  private Poster poster = new Poster(fake);

  private FakeEda start(FakeEdaBuilder builder) {
    return builder.timeline(time).script(MINUTE).start();
  }

  @AfterEach
  void close() {
    fake.close();
    instances.close();
  }

  private EdaJob lastJob() {
    List<EdaJob> jobs = fake.jobs();
    return jobs.get(jobs.size() - 1);
  }

  private String uid(String name) {
    return instances.find(name).orElseThrow().getMetadata().getUid();
  }

  @Test
  void aCreateSetsItsFinalizerMakesTheMachineAndAnnotatesTheVersionOfItsPayload() {
    instances.create("a", Instances.OURS);
    poster.create(instances.payload("a", "v1-7.claim1"), "op1");
    time.advance(LAUNCH.minusMillis(1));
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS);
    time.advance(Duration.ofMillis(1));
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS, Instances.THEIRS);
    assertThat(fake.truth().machine(uid("a"))).isPresent();
    assertThat(instances.annotated("a")).isEmpty();
    time.advance(Duration.ofMinutes(1));
    assertThat(instances.annotated("a")).contains("v1-7.claim1");
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.SUCCEEDED);
    assertThat(fake.truth().playbooks())
        .singleElement()
        .satisfies(playbook -> assertThat(playbook.operation()).isEqualTo("op1"))
        .satisfies(playbook -> assertThat(playbook.claim()).isEqualTo("claim1"))
        .satisfies(playbook -> assertThat(playbook.job()).hasToString("eda/1"));
  }

  @Test
  void aTaskThatFailsUnexpectedlyEndsItsJobAndGivesItsPlaceBack() {
    fake.close();
    fake = start(FakeEda.builder(instances.api.kubeconfig()).strategy(Strategy.parallel(1)));
    poster = new Poster(fake);
    instances.create("a", Instances.OURS);
    ObjectNode odd = instances.payload("a", "v1");
    odd.withObject("/metadata").put("name", "a%zz");
    poster.create(odd, "op1");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.FAILED);
    assertThat(lastJob().message()).startsWith("a task failed unexpectedly: ");
    poster.create(instances.payload("a", "v1"), "op2");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.SUCCEEDED);
  }

  @Test
  void theMachineIsAnObjectWhereTheApiServesSuch() {
    instances.serveVirtualMachines();
    instances.create("a", Instances.OURS);
    fake.scriptNext(FakeEda.CREATE, MINUTE.fails(Failure.AFTER_MACHINE));
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(instances.machinesOf("a")).as("of a job that failed").containsExactly("a");
    poster.create(instances.payload("a", "v1"), "op2");
    time.advance(LONG);
    assertThat(lastJob().state()).as("it was there").isEqualTo(EdaJob.State.SUCCEEDED);
    assertThat(instances.machinesOf("a")).containsExactly("a");
    assertThat(fake.truth().machines()).hasSize(1);

    instances.named("a").delete();
    poster.delete(instances.payload("a", "v1"), "op3");
    time.advance(LONG);
    assertThat(instances.machinesOf("a")).isEmpty();
    assertThat(fake.truth().machines()).isEmpty();
    poster.delete(instances.payload("a", "v1"), "op4");
    time.advance(LONG);
    assertThat(lastJob().state()).as("it was gone").isEqualTo(EdaJob.State.SUCCEEDED);
  }

  @Test
  void aDeleteRemovesTheMachineAndThenItsFinalizer() {
    instances.create("a", Instances.OURS);
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    instances.named("a").delete();
    poster.delete(instances.payload("a", "v1"), "op2");
    time.advance(Duration.ofSeconds(30));
    assertThat(fake.truth().machines()).hasSize(1);
    time.advance(LONG);
    assertThat(fake.truth().machines()).isEmpty();
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.SUCCEEDED);
    assertThat(fake.truth().overlaps()).isEmpty();
  }

  @Test
  void theLastFinalizerTakesTheResourceWithIt() {
    instances.create("a", Instances.THEIRS);
    instances.named("a").delete();
    poster.delete(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(instances.find("a")).isEmpty();
  }

  @Test
  void aCarelessPatchDropsTheFinalizerThatWasAddedMeanwhile() {
    instances.create("a");
    fake.scriptNext(FakeEda.CREATE, MINUTE.writesFinalizersAfter(Duration.ofSeconds(2)));
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LAUNCH); // the list is read
    instances.setFinalizers("a", Instances.OURS);
    time.advance(Duration.ofSeconds(2)); // the list is written
    assertThat(instances.finalizers("a")).containsExactly(Instances.THEIRS);
  }

  @Test
  void aCreateForADeletingResourceWithoutItsFinalizerIs422AndMakesNothing() {
    instances.create("a", Instances.OURS);
    instances.named("a").delete();
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.FAILED);
    assertThat(lastJob().message()).contains("422");
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS);
    assertThat(fake.truth().machines()).isEmpty();
  }

  @Test
  void aCreateForADeletingResourceWithItsFinalizerGoesOn() {
    instances.create("a", Instances.OURS, Instances.THEIRS);
    instances.named("a").delete();
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v1");
    assertThat(fake.truth().machines()).hasSize(1);
  }

  @Test
  void aCreateForAResourceThatIsGoneMakesNothing() {
    instances.create("a");
    ObjectNode payload = instances.payload("a", "v1");
    instances.named("a").delete();
    poster.create(payload, "op1");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.FAILED);
    assertThat(fake.truth().machines()).isEmpty();
  }

  @Test
  void aResourceOfKubectlApplyKeepsTheFinalizer() {
    instances.create("a", Instances.OURS, Instances.THEIRS);
    instances.annotate(
        "a", LAST_APPLIED, "{\"kind\":\"ComputeInstance\",\"spec\":{\"templateID\":\"small\"}}");
    instances.named("a").delete();
    poster.delete(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(lastJob().message()).contains("422").contains("spec");
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS, Instances.THEIRS);
  }

  @Test
  void aDeleteLeavesItsOwnLastAppliedWhichDoesNoHarm() {
    instances.create("a", Instances.OURS, Instances.THEIRS);
    poster.delete(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(instances.find("a").orElseThrow().getMetadata().getAnnotations().get(LAST_APPLIED))
        .contains("finalizers")
        .doesNotContain("spec");
    poster.create(instances.payload("a", "v2"), "op2");
    time.advance(LONG);
    poster.delete(instances.payload("a", "v2"), "op3");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.SUCCEEDED);
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS);
    assertThat(instances.find("a").orElseThrow().getAdditionalProperties()).containsKey("spec");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metadata/name",
        "/metadata/namespace",
        "/spec/templateID",
        "/spec/templateParameters"
      })
  void aPayloadThatLacksAFieldFailsInvisibly(String field) {
    instances.create("a");
    ObjectNode payload = instances.payload("a", "v1");
    int slash = field.lastIndexOf('/');
    payload.withObject(field.substring(0, slash)).remove(field.substring(slash + 1));
    assertThat(poster.create(payload, "op1").statusCode()).isEqualTo(200);
    time.advance(LONG);
    assertThat(lastJob().message()).contains(field);
    assertUntouched();
  }

  @Test
  void parametersThatAreNoJsonFailInvisibly() {
    instances.create("a");
    ObjectNode payload = instances.payload("a", "v1");
    payload.withObject("/spec").put("templateParameters", "{cores: 1");
    poster.create(payload, "op1");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.FAILED);
    assertUntouched();
  }

  private void assertUntouched() {
    assertThat(instances.finalizers("a")).isEmpty();
    assertThat(instances.annotated("a")).isEmpty();
    assertThat(fake.truth().machines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_ALL, false, false",
    "AFTER_FINALIZER, true, false",
    "AFTER_MACHINE, true, true",
    "BEFORE_SIGNAL, true, true",
  })
  void aFailureLeavesWhatWasDoneBeforeIt(Failure where, boolean finalizer, boolean machine) {
    instances.create("a");
    fake.scriptNext(FakeEda.CREATE, MINUTE.fails(where));
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(instances.finalizers("a").contains(Instances.THEIRS)).isEqualTo(finalizer);
    assertThat(fake.truth().machine(uid("a")).isPresent()).isEqualTo(machine);
    assertThat(instances.annotated("a")).isEmpty();
    assertThat(fake.truth().playbooks())
        .extracting(Playbook::result)
        .allMatch(result -> result.filter(Playbook.Result.FAILED::equals).isPresent());
  }

  @Test
  void aDeleteThatFailsAfterTheMachineKeepsTheFinalizer() {
    instances.create("a");
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    fake.scriptNext(FakeEda.DELETE, MINUTE.fails(Failure.AFTER_MACHINE));
    poster.delete(instances.payload("a", "v1"), "op2");
    time.advance(LONG);
    assertThat(fake.truth().machines()).isEmpty();
    assertThat(instances.finalizers("a")).containsExactly(Instances.THEIRS);
  }

  @Test
  void versionsCanBeStaleUnknownOrMissing() {
    instances.create("a");
    fake.scriptNext(FakeEda.CREATE, MINUTE.annotates("v0"), MINUTE.annotatesUnknown());
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v0");
    poster.create(instances.payload("a", "v1"), "op2");
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("unknown");
    poster.create(instances.payload("a", "12e4"), "op3");
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("12e4");
    ObjectNode none = instances.payload("a", "v1");
    none.remove("status");
    poster.create(none, "op4");
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("unknown");
  }

  @Test
  void aJobCanWaitToBeToldAndGoOnAfterItsSignal() {
    instances.create("a");
    fake.scriptNext(FakeEda.CREATE, MINUTE.untilTold().endsAfterSignal(Duration.ofMinutes(2)));
    poster.create(instances.payload("a", "v1"), "op1");
    assertThatThrownBy(() -> fake.goOn(lastJob().id())).isInstanceOf(IllegalStateException.class);
    time.advance(Duration.ofHours(1));
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.WAITING_TO_BE_TOLD);
    fake.goOn(lastJob().id());
    time.advance(Duration.ofMinutes(1));
    assertThat(instances.annotated("a")).contains("v1");
    assertThat(fake.truth().running()).hasSize(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(fake.truth().running()).isEmpty();
  }

  @Test
  void aJobThatWaitsCanBeFailed() {
    instances.create("a");
    fake.scriptNext(FakeEda.CREATE, MINUTE.untilTold());
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(LONG);
    fake.fail(lastJob().id());
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.FAILED);
    assertThat(instances.annotated("a")).isEmpty();
  }

  @Test
  void aLateJobActsOnWhoeverBearsTheNameNow() {
    instances.create("a");
    ObjectNode old = instances.payload("a", "v-old");
    String oldUid = uid("a");
    instances.named("a").delete();
    instances.create("a");
    poster.create(old, "op1");
    time.advance(LONG);
    assertThat(instances.annotated("a")).contains("v-old");
    assertThat(lastJob().seenUid()).contains(uid("a"));
    assertThat(fake.truth().machine(uid("a"))).isPresent();
    assertThat(fake.truth().leaks(Set.of(oldUid))).isEmpty();
  }

  @Test
  void createAndDeleteOfOneResourceRunSideBySideAndTheTruthSeesIt() {
    instances.create("a", Instances.OURS);
    poster.create(instances.payload("a", "v1"), "op1");
    time.advance(Duration.ofSeconds(30));
    instances.named("a").delete();
    fake.scriptNext(FakeEda.DELETE, MINUTE.runsFor(Duration.ZERO));
    poster.delete(instances.payload("a", "v1"), "op2");
    time.advance(LAUNCH);
    assertThat(instances.finalizers("a")).containsExactly(Instances.OURS);
    time.advance(LONG); // §8.4
    assertThat(instances.annotated("a")).contains("v1");
    assertThat(fake.truth().machines()).isEmpty();
    assertThat(fake.truth().overlaps()).hasSize(1);
  }

  @Test
  void tenantsAreLookedUpWhereThereAreAny() {
    fake.close();
    fake =
        start(
            FakeEda.builder(instances.api.kubeconfig())
                .tenants(new Tenants("cloudkit.openshift.io", "v1alpha1", "tenants")));
    poster = new Poster(fake);
    instances.create("a");
    ObjectNode payload = instances.payload("a", "v1");
    poster.create(payload, "op1");
    time.advance(LONG);
    assertThat(lastJob().message()).contains("/status/tenantReference");

    payload.withObject("/status/tenantReference").put("name", "acme").put("namespace", "default");
    poster.create(payload, "op2");
    time.advance(LONG);
    assertThat(lastJob().message()).contains("tenants/acme");
    assertUntouched();

    instances.createTenant("acme", "acme-machines");
    poster.create(payload, "op3");
    time.advance(LONG);
    assertThat(fake.truth().machine(uid("a")).orElseThrow().owner().namespace())
        .isEqualTo("acme-machines");
  }

  @Test
  void anApiThatIsDownFailsThePlaybookAndLeavesNoTrace() {
    instances.create("a");
    ObjectNode payload = instances.payload("a", "v1");
    instances.api.goDown();
    poster.create(payload, "op1");
    time.advance(LONG);
    assertThat(lastJob().state()).isEqualTo(EdaJob.State.FAILED);
    instances.api.comeUp();
    assertUntouched();
  }

  @Test
  void realTimeDrivesItUnlessItIsGivenAnother() {
    instances.create("a", Instances.OURS);
    PlaybookScript brief =
        PlaybookScript.quick().launchesAfter(Duration.ofMillis(10)).runsFor(Duration.ofMillis(10));
    try (FakeEda real = FakeEda.builder(instances.api.kubeconfig()).script(brief).start()) {
      new Poster(real).create(instances.payload("a", "v1"), "op1");
      await().until(() -> instances.annotated("a").isPresent());
      new Poster(real).delete(instances.payload("a", "v1"), "op2");
      await().until(() -> instances.finalizers("a").equals(List.of(Instances.OURS)));
      await().until(() -> real.truth().running().isEmpty());
      assertThat(real.truth().machines()).isEmpty();
    }
  }
}
