package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One launch, broken off at each of its steps, before or after the step took effect, in a process
 * that dies of it or lives on. Exactly one playbook runs, always.
 */
class CrashMatrixTest {
  /** The steps of a launch that leave a trace. */
  enum Step {
    PERMISSION_WRITTEN,
    LAUNCH_SENT,
    OUTCOME_WRITTEN
  }

  /** Whether the step took effect before it broke off. */
  enum Landed {
    LANDED,
    LOST
  }

  /** What becomes of the process. */
  enum Afterwards {
    LIVES_ON,
    DIES
  }

  record Case(Step step, Landed landed, JobType type, Afterwards process) {}

  /** The process dies here. An Error, so that nothing but the test catches it. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("died", null, false, false);
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Step step : Step.values()) {
      for (Landed landed : Landed.values()) {
        for (JobType type : JobType.values()) {
          for (Afterwards process : Afterwards.values()) {
            cases.add(new Case(step, landed, type, process));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void exactlyOnePlaybookRuns(Case broken) {
    World world = new World();
    world.store.create(World.KEY, "small");
    if (broken.type() == JobType.DEPROVISION) {
      world.live(Duration.ofMinutes(2));
      world.store.edit(World.KEY, InMemoryStore.Machine::deleted);
    }
    Fault fault = new Fault(world, broken);

    stepUntilBroken(world, fault, broken);
    world.live(Duration.ofMinutes(5));

    assertThat(fault.happened).isTrue();
    assertThat(world.ran(broken.type())).as("%s", world.log).hasSize(1);
    assertThat(world.backend.overlaps()).isEmpty();
    if (broken.type() == JobType.PROVISION) {
      assertThat(world.store.status(World.KEY).isTrue(ConditionType.AVAILABLE)).isTrue();
    } else {
      assertThat(world.store.machine(World.KEY)).as("%s", world.log).isEmpty();
    }
  }

  private static void stepUntilBroken(World world, Fault fault, Case broken) {
    for (int i = 0; i < 20 && !fault.happened; i++) {
      try {
        world.step();
      } catch (Died died) {
        assertThat(broken.process()).isEqualTo(Afterwards.DIES);
        world.restart();
      }
      world.pass(Duration.ofSeconds(1));
    }
  }

  /** Breaks the launch off at one step, once. */
  private static final class Fault {
    private final Case broken;
    private boolean happened;

    Fault(World world, Case broken) {
      this.broken = broken;
      InMemoryStore.Around write = (before, next) -> stepOf(before, next).ifPresent(this::at);
      Runnable trigger = () -> at(Step.LAUNCH_SENT);
      if (broken.landed() == Landed.LANDED) {
        world.store.afterWrite = write;
        world.provider.afterTrigger = trigger;
      } else {
        world.store.beforeWrite = write;
        world.provider.beforeTrigger = trigger;
      }
    }

    private static Optional<Step> stepOf(ResourceStatus before, ResourceStatus next) {
      if (next.launch().isPresent() && !next.launch().equals(before.launch())) {
        return Optional.of(Step.PERMISSION_WRITTEN);
      }
      return before.launch().isPresent() && next.launch().isEmpty()
          ? Optional.of(Step.OUTCOME_WRITTEN)
          : Optional.empty();
    }

    private void at(Step step) {
      if (happened || step != broken.step()) {
        return;
      }
      happened = true;
      if (broken.process() == Afterwards.DIES) {
        throw new Died();
      }
      throw step == Step.LAUNCH_SENT
          ? new ProviderException("no answer")
          : new StoreException("no answer", new IOException("cut"));
    }
  }
}
