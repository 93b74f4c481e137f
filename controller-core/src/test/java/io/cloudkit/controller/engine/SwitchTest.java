package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Another provider is chosen while work is in flight: who began something finishes it, the new one
 * takes the next operation, and nothing that is finished runs again.
 */
class SwitchTest {
  private static final ResourceKey KEY = World.KEY;

  private final World world = new World();
  private final InMemoryBackend eda =
      world.alsoConfigured(
          "eda",
          ProviderTraits.signalled()
              .callTimeout(Duration.ofSeconds(10))
              .lateCommit(Duration.ofSeconds(35))
              .maxJobDuration(Duration.ofMinutes(10))
              .build());

  private void switchTo(String instance) {
    world.defaultProvider = instance;
    world.restart();
  }

  private ResourceStatus status() {
    return world.store.status(KEY);
  }

  private static List<InMemoryJob> ran(InMemoryBackend backend, JobType type) {
    return backend.all().stream().filter(job -> job.type() == type && job.hasRun()).toList();
  }

  private void becomesReady() {
    world.live(Duration.ofMinutes(1));
    assertThat(status().phase()).contains(Phase.READY);
  }

  @Test
  void aRunningJobIsFinishedByWhoBeganIt() {
    world.store.create(KEY, "small");
    world.step();
    switchTo("eda");

    becomesReady();

    assertThat(status().provisionJob()).map(Job::provider).contains("aap");
    assertThat(eda.all()).isEmpty();
  }

  @Test
  void whatIsFinishedIsNotDoneAgain() {
    world.store.create(KEY, "small");
    becomesReady();
    switchTo("eda");

    world.live(Duration.ofMinutes(10));

    assertThat(ran(world.backend, JobType.PROVISION)).hasSize(1);
    assertThat(eda.all()).isEmpty();
  }

  @Test
  void theNextOperationIsTheNewOnes() {
    world.store.create(KEY, "small");
    becomesReady();
    switchTo("eda");

    world.store.edit(KEY, machine -> machine.wanting("big"));
    becomesReady();
    world.store.edit(KEY, machine -> machine.deleted());
    world.live(Duration.ofMinutes(1));

    assertThat(world.store.read(KEY)).isEmpty();
    assertThat(world.backend.all()).hasSize(1);
    assertThat(ran(eda, JobType.PROVISION)).hasSize(1);
    assertThat(ran(eda, JobType.DEPROVISION)).hasSize(1);
  }

  @Test
  void aLaunchOfUnknownOutcomeIsResolvedByWhoSentIt() {
    world.store.create(KEY, "small");
    world.diesAfterItSent();
    assertThatThrownBy(world::step).isInstanceOf(Error.class);
    assertThat(status().launch()).isPresent();
    switchTo("eda");

    becomesReady();

    assertThat(ran(world.backend, JobType.PROVISION)).hasSize(1);
    assertThat(eda.all()).isEmpty();
  }

  @Test
  void aDeletionWaitsForTheJobOfTheOldOne() {
    switchTo("eda");
    world.store.create(KEY, "small");
    world.step();
    world.pass(Duration.ofSeconds(2));
    switchTo("aap");

    world.store.edit(KEY, machine -> machine.deleted());
    world.live(Duration.ofMinutes(2));

    assertThat(world.store.read(KEY)).isEmpty();
    InMemoryJob create = ran(eda, JobType.PROVISION).get(0);
    InMemoryJob delete = ran(world.backend, JobType.DEPROVISION).get(0);
    assertThat(delete.ranFrom()).as("X1").isGreaterThanOrEqualTo(create.ranUntil());
  }

  @Test
  void aDeletionWaitsForTheOldOneToBeMadeAgain() {
    switchTo("eda");
    world.store.create(KEY, "small");
    becomesReady();
    ProvisioningProvider old = world.others.remove("eda");
    world.unusable = Map.of("eda", "create hung; see the log");
    switchTo("aap");
    world.store.edit(KEY, machine -> machine.deleted());

    world.live(Duration.ofMinutes(30));
    assertThat(world.backend.all()).isEmpty();
    assertThat(status().condition(ConditionType.STALLED))
        .hasValueSatisfying(
            stalled -> assertThat(stalled.message()).contains("create hung; see the log"));

    world.others.put("eda", old);
    world.unusable = Map.of();
    world.restart();
    world.live(Duration.ofMinutes(1));
    assertThat(ran(world.backend, JobType.DEPROVISION)).hasSize(1);
    assertThat(world.store.read(KEY)).isEmpty();
  }

  @Test
  void aDeletionPassesOverAnOldOneThatIsNotConfiguredAnyMore() {
    switchTo("eda");
    world.store.create(KEY, "small");
    becomesReady();
    world.others.remove("eda");
    switchTo("aap");
    world.store.edit(KEY, machine -> machine.deleted());

    world.live(Duration.ofMinutes(1));
    assertThat(world.log).contains("told ProviderSwitched");
    assertThat(ran(world.backend, JobType.DEPROVISION)).hasSize(1);
    assertThat(world.store.read(KEY)).isEmpty();
  }

  @Test
  void aLaunchOfAnInstanceThatIsNotConfiguredAnyMoreAsksAPerson() {
    world.store.create(KEY, "small");
    world.diesAfterItSent();
    assertThatThrownBy(world::step).isInstanceOf(Error.class);
    String operation = status().launch().orElseThrow().operation();
    world.store.edit(
        KEY,
        machine -> {
          Launch lost = machine.status().launch().orElseThrow();
          return machine.with(
              machine.status().edit().launch(Optional.of(sentBy("old", lost))).build());
        });
    world.restart();

    world.live(Duration.ofMinutes(30));
    assertThat(status().isTrue(ConditionType.LAUNCH_UNRESOLVED)).isTrue();

    String word = "cloudkit.openshift.io/resolve-launch";
    world.store.edit(KEY, machine -> machine.annotated(word, operation + "=abandon"));
    world.live(Duration.ofMinutes(5));
    assertThat(status().phase()).contains(Phase.READY);
  }

  private static Launch sentBy(String provider, Launch launch) {
    return new Launch(
        launch.operation(),
        launch.claim(),
        launch.type(),
        provider,
        launch.configVersion(),
        launch.attempt(),
        launch.bookmark(),
        launch.unproven(),
        launch.holder(),
        launch.requestedAt(),
        launch.rerun());
  }

  @Test
  void aJobOfAnInstanceThatIsNotConfiguredAnyMoreIsWaitedFor() {
    switchTo("eda");
    world.store.create(KEY, "small");
    world.step();
    world.others.remove("eda");
    switchTo("aap");

    world.live(Duration.ofMinutes(30));

    assertThat(world.backend.all()).isEmpty();
    assertThat(status().condition(ConditionType.STALLED))
        .hasValueSatisfying(
            stalled -> assertThat(stalled.message()).contains("\"eda\" is not configured"));
  }

  @Test
  void anInstanceThatCouldNotBeMadeIsNotToldToBeConfigured() {
    switchTo("eda");
    world.store.create(KEY, "small");
    world.step();
    world.others.remove("eda");
    world.unusable = Map.of("eda", "create threw StackOverflowError; see the log");
    switchTo("aap");

    world.live(Duration.ofMinutes(30));

    assertThat(status().condition(ConditionType.STALLED))
        .hasValueSatisfying(
            stalled ->
                assertThat(stalled.message())
                    .contains(
                        "\"eda\" is configured, but could not be made: create threw"
                            + " StackOverflowError; see the log"));
  }
}
