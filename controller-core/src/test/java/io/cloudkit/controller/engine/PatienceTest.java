package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the shell waits, for whose turn, and how it does not press. */
class PatienceTest {
  private static final ResourceKey KEY = World.KEY;
  private static final String HOLD = "cloudkit.openshift.io/hold";

  private final World world = new World();

  private List<String> logged(String prefix) {
    return world.log.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  private static ResourceKey vm(String name) {
    return new ResourceKey("ns", name);
  }

  private Next step(String name) {
    return world.controller.engine().step(vm(name));
  }

  private void create(String... names) {
    for (String name : names) {
      world.store.create(vm(name), "small");
      step(name);
    }
  }

  private void hold(String name) {
    world.store.edit(vm(name), machine -> machine.annotated(HOLD, "at night"));
    step(name);
  }

  /** Five launches in a second. */
  private void pace() {
    world.limits = instance -> ProviderLimits.DEFAULT.launching(5);
    world.restart();
  }

  // turns

  @Test
  void launchesGoOneAfterAnother() {
    pace();
    create("a", "b");
    assertThat(logged("trigger")).hasSize(1);
    assertThat(step("b").wakeAfter()).contains(Duration.ofMillis(200));
    world.pass(Duration.ofMillis(200));
    step("b");
    assertThat(logged("trigger")).hasSize(2);
  }

  @Test
  void whoWaitsLongIsToldOnceWhenItsTurnComes() {
    world.limits = instance -> ProviderLimits.DEFAULT.launching(0.1);
    world.restart();
    create("a", "b", "c");
    String told = progress("c");
    assertThat(told).contains("expected at 2026-01-01T12:00:20Z");
    world.pass(Duration.ofMillis(12_345));
    step("c");
    assertThat(progress("c")).isEqualTo(told);
  }

  private String progress(String name) {
    return world
        .store
        .status(vm(name))
        .condition(ConditionType.PROGRESSING)
        .orElseThrow()
        .message();
  }

  @Test
  void whoHasLaunchedGoesToTheEndOfTheRow() {
    pace();
    create("a");
    world.pass(Duration.ofSeconds(20));
    world.controller.pollOnce();
    step("a");
    assertThat(world.store.status(vm("a")).phase()).contains(Phase.READY);
    create("b", "c");
    world.store.edit(vm("a"), machine -> machine.wanting("big"));
    assertThat(step("a").wakeAfter()).as("after c").contains(Duration.ofMillis(400));
  }

  @Test
  void whoIsHeldGivesUpItsPlace() {
    pace();
    create("a", "b");
    hold("b");
    create("c");
    world.store.edit(vm("b"), machine -> machine.without(HOLD));
    assertThat(step("b").wakeAfter()).as("after c").contains(Duration.ofMillis(600));
  }

  @Test
  void whoIsWokenWhileItWaitsToLaunchAgainKeepsItsPlace() {
    pace();
    loseOneRequest();
    create("a");
    world.pass(Duration.ofMinutes(10));
    create("b");
    assertThat(step("a").wakeAfter()).as("after b").contains(Duration.ofMillis(200));
    step("a");
    create("c");
    world.pass(Duration.ofMillis(200));
    step("a");
    assertThat(world.store.status(vm("a")).launch()).as("its turn, before c").isEmpty();
  }

  private void loseOneRequest() {
    world.provider.beforeTrigger =
        () -> {
          world.provider.beforeTrigger = () -> {};
          throw new ProviderException("a proxy answered");
        };
  }

  @Test
  void eachFailureHasAPauseOfItsOwn() {
    world.ending = JobState.FAILED;
    world.store.create(KEY, "small");
    world.live(Duration.ofSeconds(12));
    world.store.edit(KEY, machine -> machine.annotated(HOLD, "for a while"));
    world.live(Duration.ofMinutes(10));
    world.store.edit(KEY, machine -> machine.without(HOLD));
    world.live(Duration.ofSeconds(20));
    assertThat(world.store.status(KEY).failure().orElseThrow().count()).isEqualTo(2);
    assertThat(logged("trigger")).as("the second pause is 27 s or more").hasSize(2);
  }

  @Test
  void aRefusalThatIsWrittenTwiceIsOneFailure() {
    World twice = new World(ProviderTraits.polled().deduplicates().build());
    twice.provider.beforeTrigger =
        () -> {
          twice.provider.beforeTrigger = () -> {};
          twice.provider.insteadOfAProvision =
              Optional.of(ProvisionResult.rejected(FailureKind.INVALID_REQUEST, "no such size"));
          throw new ProviderException("a proxy answered");
        };
    twice.store.afterWrite =
        (before, next) -> {
          if (before.failure().isEmpty() && next.failure().isPresent()) {
            throw new StoreException("no answer", new IOException("cut"));
          }
        };
    twice.store.create(KEY, "small");
    twice.live(Duration.ofSeconds(10));
    assertThat(twice.store.status(KEY).launch()).as("its first send may have landed").isPresent();
    assertThat(twice.store.status(KEY).failure().orElseThrow().count()).isEqualTo(1);
  }

  // questions

  @Test
  void whatStaysUnresolvedIsNotAskedAboutAtOnceAgain() {
    world.store.create(KEY, "small");
    loseOneRequest();
    for (int i = 0; i < 5; i++) {
      world.step();
    }
    assertThat(logged("recover")).hasSize(1);
  }

  @Test
  void whatASignResolvesIsAskedAboutWheneverItsResourceChanges() {
    World signalled =
        new World(ProviderTraits.signalled().lateCommit(Duration.ofMinutes(5)).build());
    signalled.provider.beforeTrigger =
        () -> {
          signalled.provider.beforeTrigger = () -> {};
          throw new ProviderException("no answer in time");
        };
    signalled.store.create(KEY, "small");
    signalled.step();
    signalled.step();
    signalled.log.clear();
    signalled.store.edit(KEY, machine -> machine.annotated("its-playbook", "says so"));
    signalled.step();
    assertThat(signalled.log).filteredOn(line -> line.startsWith("recover")).hasSize(1);
  }

  @Test
  void tellsWhichRuleDecided() {
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    assertThat(world.rules).contains("as desired");
  }

  @Test
  void mayActWhileItLeads() {
    assertThat(world.controller.engine().mayAct()).isTrue();
    world.leads = false;
    assertThat(world.controller.engine().mayAct()).isFalse();
  }

  @Test
  void launchesNothingWhenLaunchesAreSwitchedOff() {
    EngineSettings on = world.settings;
    world.settings =
        new EngineSettings(
            on.policy(),
            on.annotationPrefix(),
            EngineSettings.NewLaunches.DISABLED,
            on.guardShare(),
            on.guardMinimum(),
            on.guardWindow());
    world.restart();
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    assertThat(logged("trigger")).isEmpty();
    assertThat(world.store.status(KEY).condition(ConditionType.STALLED))
        .hasValueSatisfying(
            stalled -> assertThat(stalled.message()).contains("launches are switched off"));
  }

  // conflicts and caches

  @Test
  void whoMeetsAConflictEachTimeComesBackInASecond() {
    world.store.create(KEY, "small");
    world.store.beforeWrite = (before, next) -> world.store.edit(KEY, machine -> machine);
    assertThat(world.step().wakeAfter()).contains(Duration.ofSeconds(1));
    assertThat(logged("conflict")).hasSize(12);
  }

  @Test
  void anOutcomeThatMeetsConflictsIsRecordedLater() {
    world.store.create(KEY, "small");
    world.provider.afterTrigger =
        () -> world.store.beforeWrite = (before, next) -> world.store.edit(KEY, machine -> machine);
    assertThat(world.step().wakeAfter()).contains(world.settings.policy().askAgain());
    assertThat(logged("conflict")).hasSize(5);
    world.store.beforeWrite = (before, next) -> {};
    world.step();
    assertThat(world.store.status(KEY).provisionJob()).isPresent();
    assertThat(logged("recover")).isEmpty();
  }

  @Test
  void aCacheThatIsBehindIsNoEndOfAResource() {
    world.store.create(KEY, "small");
    world.step();
    world.store.cache = now -> Optional.empty();
    assertThat(world.step().wakeAfter()).contains(Duration.ofSeconds(1));
    assertThat(logged("told ResourceVanished")).isEmpty();
    assertThat(logged("cancel")).isEmpty();
  }

  @Test
  void aCacheThatShowsWhatHadTheNameBeforeIsNoEndOfItsNamesake() {
    world.store.create(KEY, "small");
    Optional<StoredResource> before = world.store.readFresh(KEY);
    world.store.create(KEY, "big");
    world.step();
    world.store.cache = now -> before;
    world.step();
    assertThat(logged("told ResourceVanished")).isEmpty();
    assertThat(logged("cancel")).isEmpty();
    assertThat(world.store.status(KEY).provisionJob()).isPresent();
  }

  // what came of a launch

  @Test
  void aRefusalIsToldOf() {
    world.provider.insteadOfAProvision =
        Optional.of(ProvisionResult.rejected(FailureKind.CAPACITY, "no disk"));
    world.store.create(KEY, "small");
    world.step();
    assertThat(logged("told LaunchRejected")).hasSize(1);
  }

  @Test
  void aLaunchThatHasToWaitIsToldOf() {
    world.provider.insteadOfAProvision =
        Optional.of(ProvisionResult.waiting("429", Duration.ofSeconds(7)));
    world.store.create(KEY, "small");
    assertThat(world.step().wakeAfter()).contains(Duration.ofSeconds(7));
    assertThat(logged("told LaunchPutOff")).hasSize(1);
  }

  @Test
  void aSkippedDeprovisionIsToldOfAndLetsGo() {
    world.provider.insteadOfADeprovision = Optional.of(DeprovisionResult.skipped("nothing there"));
    world.store.create(KEY, "small");
    world.live(Duration.ofMinutes(1));
    world.store.edit(KEY, InMemoryStore.Machine::deleted);
    world.step();
    assertThat(logged("told DeprovisionSkipped")).hasSize(1);
    assertThat(world.store.machine(KEY)).isEmpty();
    assertThat(world.ran(JobType.DEPROVISION)).isEmpty();
  }

  // the guard against mass launches

  /** Ten that are ready; two of them want a launch that nobody asked for. */
  private List<ResourceKey> twoOfTenTampered() {
    EngineSettings usual = world.settings;
    world.settings =
        new EngineSettings(
            usual.policy(),
            usual.annotationPrefix(),
            usual.newLaunches(),
            0.2,
            1,
            Duration.ofSeconds(10));
    world.restart();
    return world.fleetOfWhich(2);
  }

  private void waitForTheGuard(List<ResourceKey> fleet) {
    world.stepAll(fleet);
    world.pass(Duration.ofSeconds(11));
    world.stepAll(fleet);
  }

  @Test
  void thoseThatAreReadyCountForTheGuard() {
    waitForTheGuard(twoOfTenTampered());
    assertThat(logged("trigger")).isNotEmpty();
  }

  @Test
  void whatVanishedDoesNotCountForTheGuard() {
    List<ResourceKey> fleet = twoOfTenTampered();
    List<ResourceKey> gone = fleet.subList(5, 10);
    gone.forEach(world.store::vanish);
    world.stepAll(gone);
    waitForTheGuard(fleet);
    assertThat(logged("trigger")).as("two of five are too many").isEmpty();
  }
}
