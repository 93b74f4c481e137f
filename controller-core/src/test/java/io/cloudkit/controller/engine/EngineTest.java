package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The shell: what it does in which order, and what it does not do. */
class EngineTest {
  private static final ResourceKey KEY = World.KEY;

  private final World world = new World();

  private List<String> logged(String prefix) {
    return world.log.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  private int at(String prefix) {
    for (int i = 0; i < world.log.size(); i++) {
      if (world.log.get(i).startsWith(prefix)) {
        return i;
      }
    }
    throw new AssertionError("expected a line that begins with " + prefix + " in " + world.log);
  }

  /** One whose backend shows neither jobs nor what became of a launch. */
  private static World blind() {
    return new World(
        ProviderTraits.polled()
            .callTimeout(Duration.ofSeconds(10))
            .lateCommit(Duration.ofSeconds(35))
            .build());
  }

  private static StoreException outage() {
    return new StoreException("no answer", new IOException("cut"));
  }

  @Test
  void doesNothingWhileItDoesNotLead() {
    world.store.create(KEY, "small");
    world.leads = false;
    world.store.beforeRead =
        () -> {
          throw new AssertionError("expected no read by a process that does not lead");
        };
    assertThat(world.step().wakeAfter()).isEmpty();
    assertThat(world.log).isEmpty();
  }

  @Test
  void writesThePermissionThenSendsThenWritesTheOutcomeThenTells() {
    world.store.create(KEY, "small");
    world.step();
    assertThat(at("bookmark")).isLessThan(at("wrote launch"));
    assertThat(at("wrote launch")).isLessThan(at("trigger"));
    assertThat(world.log.subList(at("trigger"), world.log.size()))
        .startsWith("trigger Provision name-4", "wrote")
        .contains("told Launched");
    assertThat(at("told Launched")).isGreaterThan(at("trigger") + 1);
  }

  @Test
  void sendsNothingWhenTheLeadIsLostBeforeTheSend() {
    world.store.create(KEY, "small");
    world.store.afterWrite = (before, next) -> world.leads = next.launch().isEmpty();
    world.step();
    assertThat(logged("wrote launch")).isNotEmpty();
    assertThat(logged("trigger")).isEmpty();
    assertThat(world.store.status(KEY).launch()).as("surely nothing was sent").isEmpty();
  }

  @Test
  void launchesNothingOnAConflict() {
    world.store.create(KEY, "small");
    world.store.beforeWrite =
        (before, next) -> {
          if (next.launch().isPresent() && world.store.status(KEY).equals(before)) {
            world.store.beforeWrite = (b, n) -> {};
            world.store.edit(KEY, machine -> machine.wanting("big"));
          }
        };
    world.step();
    world.live(Duration.ofMinutes(1));
    assertThat(logged("conflict")).hasSize(1);
    assertThat(logged("trigger")).as("for the new size alone").hasSize(1);
    assertThat(world.backend.all()).hasSize(1);
  }

  @Test
  void tellsNothingOfWhatWasNotSaved() {
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    world.store.edit(KEY, machine -> machine.deleted());
    world.log.clear();
    world.store.beforeWrite =
        (before, next) -> {
          throw outage();
        };
    world.step();
    assertThat(logged("told")).isEmpty();
    assertThat(logged("trigger")).isEmpty();
  }

  @Test
  void aPermissionWhoseAnswerWasLostIsUsedWhenItStands() {
    world.store.create(KEY, "small");
    loseTheAnswerOfThePermission(Duration.ZERO);
    world.step();
    assertThat(logged("trigger")).hasSize(1);
    assertThat(logged("recover")).isEmpty();
  }

  @Test
  void aPermissionWhoseAnswerCameTooLateIsNotUsed() {
    world.store.create(KEY, "small");
    loseTheAnswerOfThePermission(Duration.ofSeconds(15));
    world.step();
    world.live(Duration.ofMinutes(1));
    assertThat(logged("trigger")).as("by another permission").hasSize(1);
    assertThat(logged("trigger Provision name-4")).as("the first one").isEmpty();
    assertThat(world.ran(JobType.PROVISION)).hasSize(1);
  }

  private void loseTheAnswerOfThePermission(Duration later) {
    world.store.afterWrite =
        (before, next) -> {
          if (next.launch().isPresent()) {
            world.store.afterWrite = (b, n) -> {};
            world.pass(later);
            throw outage();
          }
        };
  }

  @Test
  void aPermissionIsNotUsedAfterALongPause() {
    world.store.create(KEY, "small");
    world.store.afterWrite =
        (before, next) -> {
          if (next.launch().isPresent()) {
            world.store.afterWrite = (b, n) -> {};
            world.pass(Duration.ofSeconds(15));
          }
        };
    world.step();
    assertThat(logged("trigger Provision name-4")).isEmpty();
  }

  @Test
  void aPermissionIsNotUsedOnceDeletionIsSeen() {
    world.store.create(KEY, "small");
    world.store.afterWrite =
        (before, next) -> {
          if (next.launch().isPresent()) {
            world.store.afterWrite = (b, n) -> {};
            world.store.edit(KEY, machine -> machine.deleted());
            throw outage();
          }
        };
    world.step();
    assertThat(logged("trigger Provision")).as("no provision after deletion began (X2)").isEmpty();
    world.live(Duration.ofMinutes(2));
    assertThat(world.store.machine(KEY)).isEmpty();
  }

  /** After the permission was written, and before it is read back. */
  private void meanwhile(UnaryOperator<InMemoryStore.Machine> change) {
    world.store.afterWrite =
        (before, next) -> {
          if (next.launch().isPresent()) {
            world.store.afterWrite = (b, n) -> {};
            world.store.edit(KEY, change);
            throw outage();
          }
        };
  }

  @Test
  void aPermissionThatWasReadBackIsNotUsedOnceAPersonHoldsTheResource() {
    world.store.create(KEY, "small");
    meanwhile(machine -> machine.annotated("cloudkit.openshift.io/hold", "audit"));
    world.live(Duration.ofMinutes(2));
    assertThat(logged("trigger")).isEmpty();
    assertThat(logged("told LaunchPutOff")).hasSize(1);
    assertThat(world.store.status(KEY).launch()).as("closed as not sent").isEmpty();
  }

  @Test
  void aPermissionThatWasReadBackIsNotUsedForAnotherSpec() {
    world.store.create(KEY, "small");
    meanwhile(machine -> machine.wanting("big"));
    world.live(Duration.ofMinutes(2));
    assertThat(logged("trigger Provision name-4")).as("its version is that of small").isEmpty();
    assertThat(world.ran(JobType.PROVISION))
        .singleElement()
        .extracting(InMemoryJob::configVersion)
        .isEqualTo(ConfigVersion.of(Map.of("size", "big")));
  }

  @Test
  void aPermissionThatWasReadBackIsNotUsedOnceAPersonDrivesTheResource() {
    world.store.create(KEY, "small");
    meanwhile(machine -> machine.annotated("cloudkit.openshift.io/management-state", "manual"));
    world.live(Duration.ofMinutes(2));
    assertThat(logged("trigger")).isEmpty();
  }

  @Test
  void aPermissionThatWasReadBackIsUsedWhateverIsSaidToOthers() {
    world.store.create(KEY, "small");
    meanwhile(machine -> machine.annotated("example.com/colour", "blue"));
    world.step();
    assertThat(logged("trigger")).hasSize(1);
  }

  @Test
  void aPermissionThatCouldNotBeReadBackIsKnownToBeUnused() {
    World blind = blind();
    blind.store.create(KEY, "small");
    blind.store.afterWrite =
        (before, next) -> {
          if (next.launch().isPresent()) {
            blind.store.afterWrite = (b, n) -> {};
            blind.store.beforeRead =
                () -> {
                  blind.store.beforeRead = () -> {};
                  throw outage();
                };
            throw outage();
          }
        };
    blind.live(Duration.ofMinutes(2));
    assertThat(blind.log).as("nobody is to be asked").doesNotContain("told LaunchUnresolved");
    assertThat(blind.ran(JobType.PROVISION)).hasSize(1);
  }

  @Test
  void anOutcomeSurvivesAnOutageOfTheApiAndIsRecordedFirst() {
    world.store.create(KEY, "small");
    world.provider.afterTrigger =
        () -> {
          world.store.beforeRead =
              () -> {
                throw outage();
              };
          world.store.beforeWrite =
              (before, next) -> {
                throw outage();
              };
        };
    world.step();
    world.pass(Duration.ofMinutes(10));
    assertThat(world.step().wakeAfter()).contains(Duration.ofSeconds(5));
    world.store.beforeRead = () -> {};
    world.store.beforeWrite = (before, next) -> {};
    world.log.clear();
    world.step();
    assertThat(world.log).startsWith("wrote", "told Launched");
    assertThat(logged("recover")).isEmpty();
    assertThat(world.store.status(KEY).provisionJob()).isPresent();
  }

  @Test
  void anOutcomeIsRecordedAgainstAnyWriter() {
    world.store.create(KEY, "small");
    world.provider.afterTrigger =
        () -> world.store.edit(KEY, machine -> machine.annotated("note", "by another writer"));
    world.step();
    assertThat(logged("conflict")).hasSize(1);
    assertThat(world.store.status(KEY).provisionJob()).isPresent();
    assertThat(world.store.machine(KEY).orElseThrow().annotations()).containsKey("note");
  }

  @Test
  void anExceptionIsUnknownAndIsLookedFor() {
    world.store.create(KEY, "small");
    world.provider.afterTrigger =
        () -> {
          world.provider.afterTrigger = () -> {};
          throw new ProviderException("504");
        };
    world.step();
    assertThat(logged("told LaunchUnknown")).hasSize(1);
    world.live(Duration.ofMinutes(1));
    assertThat(logged("trigger")).hasSize(1);
    assertThat(logged("told LaunchRecovered")).hasSize(1);
  }

  /**
   * Another process takes the launch for one that came to nothing, while this one finds its job.
   */
  private void closeTheLaunchBeforeItsJobIsWritten() {
    world.provider.afterTrigger =
        () -> {
          world.provider.afterTrigger = () -> {};
          throw new ProviderException("504");
        };
    world.store.beforeWrite =
        (before, next) -> {
          if (next.provisionJob().isPresent()) {
            world.store.beforeWrite = (b, n) -> {};
            world.store.edit(
                KEY, machine -> machine.with(before.edit().launch(Optional.empty()).build()));
          }
        };
  }

  @Test
  void aJobThatWasFoundWhenItsLaunchWasClosedIsAStray() {
    world.store.create(KEY, "small");
    closeTheLaunchBeforeItsJobIsWritten();
    world.step();
    assertThat(world.store.status(KEY).strayJobs())
        .singleElement()
        .matches(job -> !job.operation().isEmpty());
    assertThat(logged("told StrayJobs")).hasSize(1);
    assertThat(logged("told LaunchRecovered")).isEmpty();
    assertThat(logged("cancel")).hasSize(1);
    assertThat(logged("trigger")).as("nothing is launched beside it").hasSize(1);
  }

  @Test
  void aJobThatWasFoundSurvivesAnOutageOfTheApi() {
    world.store.create(KEY, "small");
    closeTheLaunchBeforeItsJobIsWritten();
    InMemoryStore.Around closing = world.store.beforeWrite;
    world.store.beforeWrite =
        (before, next) -> {
          closing.write(before, next);
          if (next.provisionJob().isPresent()) {
            throw outage();
          }
        };
    world.step();
    world.store.beforeWrite = (before, next) -> {};
    world.step();
    assertThat(world.store.status(KEY).strayJobs()).hasSize(1);
  }

  @Test
  void aJobThatWasFoundAndCouldNotBeWrittenIsStillTheLaunchs() {
    world.store.create(KEY, "small");
    closeTheLaunchBeforeItsJobIsWritten();
    world.store.beforeWrite =
        (before, next) -> {
          if (next.provisionJob().isPresent()) {
            world.store.beforeWrite = (b, n) -> {};
            throw outage();
          }
        };
    world.step();
    world.step();
    assertThat(world.store.status(KEY).provisionJob()).isPresent();
    assertThat(logged("told LaunchRecovered")).hasSize(1);
    assertThat(logged("told StrayJobs")).isEmpty();
    assertThat(logged("recover")).as("it was found already").hasSize(1);
  }

  @Test
  void aJobThatWasFoundForWhatVanishedIsToldOfAndCancelled() {
    world.store.create(KEY, "small");
    closeTheLaunchBeforeItsJobIsWritten();
    world.store.beforeWrite =
        (before, next) -> {
          if (next.provisionJob().isPresent()) {
            world.store.vanish(KEY);
          }
        };
    world.step();
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).hasSize(1);
  }

  @Test
  void whatVanishedIsToldOfAndItsProvisionCancelled() {
    world.store.create(KEY, "small");
    world.step();
    world.store.vanish(KEY);
    world.step();
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).hasSize(1);
  }

  @Test
  void oneLostAnswerIsNotTheLastWordAboutWhatVanished() {
    world.store.create(KEY, "small");
    world.step();
    world.store.vanish(KEY);
    world.provider.beforeCancel =
        () -> {
          world.provider.beforeCancel = () -> {};
          throw new ProviderException("the connection broke");
        };
    world.step();
    world.step();
    assertThat(logged("cancel")).hasSize(2);
  }

  @Test
  void aDeprovisionOfWhatVanishedRunsOn() {
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    world.store.edit(KEY, machine -> machine.deleted());
    world.step();
    world.store.vanish(KEY);
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).isEmpty();
  }

  @Test
  void aNamesakeIsNotTakenForWhatVanished() {
    world.store.create(KEY, "small");
    world.step();
    String namesake = world.store.create(KEY, "big");
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).hasSize(1);
    world.live(Duration.ofMinutes(1));
    assertThat(world.store.status(KEY).jobHistory()).isEmpty();
    assertThat(world.backend.machine(namesake)).isPresent();
    assertThat(world.ran(JobType.PROVISION))
        .filteredOn(job -> job.uid().equals(namesake))
        .hasSize(1);
  }

  @Test
  void whatWentUnderAnotherLeaderIsForgotten() {
    world.store.create(KEY, "small");
    world.step();
    world.leads = false;
    world.store.vanish(KEY);
    world.step();
    world.leads = true;
    world.provider.beforeNews = () -> world.log.add("news");
    world.controller.pollOnce();
    assertThat(logged("news")).as("about a job of nothing").isEmpty();
    world.store.create(KEY, "big");
    world.step();
    assertThat(logged("told ResourceVanished")).isEmpty();
    assertThat(logged("cancel")).isEmpty();
  }

  @Test
  void whatWasReplacedUnderAnotherLeaderIsForgotten() {
    world.store.create(KEY, "small");
    world.step();
    world.leads = false;
    world.store.create(KEY, "big");
    world.step();
    world.leads = true;
    world.step();
    assertThat(logged("told ResourceVanished")).isEmpty();
    assertThat(logged("cancel")).isEmpty();
  }

  @Test
  void whatIsThereIsRememberedThroughALossOfTheLead() {
    World blind = blind();
    blind.store.create(KEY, "small");
    blind.provider.afterTrigger =
        () ->
            blind.store.beforeWrite =
                (before, next) -> {
                  throw outage();
                };
    blind.step();
    blind.store.beforeWrite = (before, next) -> {};
    blind.provider.afterTrigger = () -> {};
    blind.leads = false;
    blind.step();
    blind.leads = true;
    blind.live(Duration.ofMinutes(1));
    assertThat(blind.store.status(KEY).phase()).contains(Phase.READY);
  }

  @Test
  void anOutcomeIsNotWrittenToANamesake() {
    world.store.create(KEY, "small");
    world.provider.afterTrigger =
        () -> {
          world.provider.afterTrigger = () -> {};
          world.store.create(KEY, "big");
        };
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).hasSize(1);
    assertThat(world.store.status(KEY).strayJobs()).isEmpty();
    assertThat(world.store.status(KEY).provisionJob().map(job -> job.id()))
        .isNotEqualTo(Optional.of(world.backend.all().get(0).id()));
  }

  @Test
  void anUnrecordedOutcomeOfWhatVanishedIsToldOfAndCancelled() {
    world.store.create(KEY, "small");
    recordNothing();
    world.step();
    world.store.vanish(KEY);
    restoreTheApi();
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).hasSize(1);
  }

  @Test
  void anUnrecordedOutcomeOfWhatWasReplacedIsToldOfAndCancelled() {
    world.store.create(KEY, "small");
    recordNothing();
    world.step();
    world.store.create(KEY, "big");
    restoreTheApi();
    world.step();
    assertThat(logged("told ResourceVanished")).hasSize(1);
    assertThat(logged("cancel")).hasSize(1);
  }

  private void recordNothing() {
    world.provider.afterTrigger =
        () ->
            world.store.beforeWrite =
                (before, next) -> {
                  throw outage();
                };
  }

  private void restoreTheApi() {
    world.provider.afterTrigger = () -> {};
    world.store.beforeWrite = (before, next) -> {};
  }

  @Test
  void aPersonsWordToRetryCountsForOneLostAnswer() {
    World blind = blind();
    blind.store.create(KEY, "small");
    blind.provider.beforeTrigger =
        () -> {
          throw new ProviderException("504");
        };
    blind.live(Duration.ofMinutes(2));
    String operation = blind.store.status(KEY).launch().orElseThrow().operation();
    String word = "cloudkit.openshift.io/resolve-launch";
    blind.store.edit(KEY, machine -> machine.annotated(word, operation + "=retry"));
    blind.live(Duration.ofMinutes(10));
    assertThat(blind.log.stream().filter(line -> line.startsWith("trigger"))).hasSize(2);
    assertThat(blind.store.status(KEY).isTrue(ConditionType.LAUNCH_UNRESOLVED)).isTrue();
  }

  @Test
  void aFleetThatNobodyChangedIsNotRebuilt() {
    List<ResourceKey> fleet = fleet(6);
    for (int round = 0; round < 20; round++) {
      world.stepAll(fleet);
      world.pass(Duration.ofSeconds(30));
    }
    assertThat(logged("trigger")).isEmpty();
    assertThat(world.store.status(fleet.get(0)).phase()).contains(Phase.READY);
    assertThat(world.store.status(fleet.get(0)).isTrue(ConditionType.STALLED)).isTrue();

    String word = "cloudkit.openshift.io/retry";
    world.store.edit(fleet.get(0), machine -> machine.annotated(word, "yes"));
    world.stepAll(fleet);
    assertThat(logged("trigger")).as("for the one that a person asked for").hasSize(1);
  }

  @Test
  void oneThatNobodyChangedIsRebuiltAfterAMoment() {
    List<ResourceKey> fleet = fleet(1);
    world.stepAll(fleet);
    assertThat(logged("trigger")).isEmpty();
    world.pass(Duration.ofSeconds(10));
    world.stepAll(fleet);
    assertThat(logged("trigger")).hasSize(1);
  }

  @Test
  void whatFollowsFromAnOutcomeIsWrittenWithIt() {
    world.store.create(KEY, "small");
    world.step();
    assertThat(logged("wrote")).as("sequence, permission, outcome").hasSize(3);
    assertThat(world.store.status(KEY).condition(ConditionType.PROGRESSING).orElseThrow().reason())
        .isEqualTo("JobRunning");
  }

  /** Sequence, permission, outcome, running, ready; permission, outcome, running. */
  @Test
  void aLifecycleIsWrittenInEightStatuses() {
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    assertThat(world.store.status(KEY).phase()).contains(Phase.READY);
    world.store.edit(KEY, machine -> machine.deleted());
    world.live(Duration.ofMinutes(1));
    assertThat(world.store.machine(KEY)).isEmpty();
    assertThat(logged("wrote")).hasSize(8);
  }

  @Test
  void aHintHasTheJobLookedAtBeforeAnythingIsDecided() {
    world.store.create(KEY, "small");
    world.step();
    world.step();
    assertThat(logged("observe")).as("a polled job that runs").isEmpty();
    world.controller.hint(world.store.status(KEY).provisionJob().orElseThrow().ref());
    assertThat(logged("wake ns/vm")).hasSize(1);
    world.step();
    assertThat(logged("observe")).hasSize(1);
    world.step();
    assertThat(logged("observe")).as("once").hasSize(1);
  }

  @Test
  void aHintAboutAnUnknownJobWakesNobody() {
    world.store.create(KEY, "small");
    world.step();
    world.controller.hint(JobRef.of("aap", JobType.PROVISION, "no-such-job", "op"));
    assertThat(logged("wake")).isEmpty();
  }

  @Test
  void aJobThatHadEndedBeforeItsCancelIsLookedAtAtOnce() {
    world.store.create(KEY, "small");
    world.step();
    world.pass(Duration.ofSeconds(1));
    world.store.edit(KEY, machine -> machine.deleted());
    world.provider.beforeCancel = () -> world.pass(World.PLAYBOOK.multipliedBy(2));
    world.step();
    assertThat(logged("cancel")).hasSize(1);
    assertThat(logged("observe")).as("in the same step").isNotEmpty();
  }

  @Test
  void aPauseAfterAFailureCountsFromTheAnswerThatToldOfIt() {
    World slow = new World(ProviderTraits.signalled().maxJobDuration(Duration.ofHours(1)).build());
    slow.ending = JobState.FAILED;
    slow.store.create(KEY, "small");
    slow.step();
    slow.provider.beforeObserve = () -> slow.pass(Duration.ofSeconds(20));
    slow.step();
    assertThat(slow.store.status(KEY).failure().orElseThrow().lastAt())
        .as("twenty seconds after it was asked")
        .isEqualTo(slow.instant());
  }

  @Test
  void anAdapterThatFailsKeepsNobodyFromLettingGo() {
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    world.adapter = new FailingAdapter();
    world.restart();
    String word = "cloudkit.openshift.io/deletion-policy";
    world.store.edit(KEY, machine -> machine.annotated(word, "orphan").deleted());
    world.step();
    assertThat(world.store.machine(KEY)).isEmpty();
  }

  private static final class FailingAdapter implements ResourceAdapter {
    @Override
    public String finalizer() {
      return InMemoryStore.FINALIZER;
    }

    @Override
    public Intent intent(ResourceSnapshot resource) {
      throw new IllegalStateException("a defect");
    }

    @Override
    public boolean showsEarlierWork(ResourceSnapshot resource) {
      return false;
    }
  }

  /** Ten Ready resources, of which that many lost what they know. */
  private List<ResourceKey> fleet(int tampered) {
    List<ResourceKey> fleet = world.fleetOfWhich(tampered);
    assertThat(world.backend.all()).hasSize(10).allMatch(job -> job.state() == JobState.SUCCEEDED);
    return fleet;
  }

  @Test
  void tellsWhoKeepsAResourceThatItLetGo() {
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    world.store.edit(
        KEY, machine -> machine.with(List.of(InMemoryStore.FINALIZER, "example.com/playbook")));
    world.store.edit(KEY, machine -> machine.deleted());
    world.live(Duration.ofMinutes(5));
    assertThat(logged("told KeptByOthers")).as("once").hasSize(1);
    assertThat(world.store.read(KEY)).isPresent();
  }

  @Test
  void saysWhatCameInsteadOfAnAnswerWhileItMayStillAppear() {
    world.store.create(KEY, "small");
    world.provider.beforeTrigger =
        () -> {
          world.provider.beforeTrigger = () -> {};
          throw new ProviderException("a proxy answered");
        };
    world.step();
    world.step();
    assertThat(world.store.status(KEY).condition(ConditionType.PROGRESSING))
        .hasValueSatisfying(
            progressing -> assertThat(progressing.message()).contains("a proxy answered"));
    world.live(Duration.ofMinutes(5));
    assertThat(world.store.status(KEY).phase()).contains(Phase.READY);
  }
}
