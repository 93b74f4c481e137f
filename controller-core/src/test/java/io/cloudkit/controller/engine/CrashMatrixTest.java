package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One life, broken off at each of its steps, before or after the step took effect, in a process
 * that lives on or that another one takes over from. Exactly one playbook runs each way, always.
 */
class CrashMatrixTest {
  /** The steps that leave a trace. */
  enum Step {
    SEQUENCE_WRITTEN,
    FINALIZER_ADDED,
    PERMISSION_WRITTEN,
    LAUNCH_SENT,
    OUTCOME_WRITTEN,
    END_WRITTEN,
    /** The create job runs when its resource is deleted. */
    CANCEL_SENT,
    FINALIZER_REMOVED;

    boolean isOnTheWayOf(JobType type) {
      return switch (this) {
        case PERMISSION_WRITTEN, LAUNCH_SENT, OUTCOME_WRITTEN -> true;
        case SEQUENCE_WRITTEN, FINALIZER_ADDED, END_WRITTEN -> type == JobType.PROVISION;
        case CANCEL_SENT, FINALIZER_REMOVED -> type == JobType.DEPROVISION;
      };
    }
  }

  /** Whether the step took effect before it broke off. */
  enum Landed {
    LANDED,
    LOST
  }

  /** What becomes of the process. */
  enum Afterwards {
    LIVES_ON,
    /** Another one, which remembers nothing, leads. */
    DIES
  }

  record Case(JobType type, Step step, Landed landed, Afterwards process) {
    @Override
    public String toString() {
      return String.join(" ", type.toString(), step.name(), landed.name(), process.name())
          .toLowerCase(Locale.ROOT)
          .replace('_', '-');
    }
  }

  /** The process dies here. An Error, so that nothing but the test catches it. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
      super("died", null, false, false);
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (JobType type : JobType.values()) {
      Stream.of(Step.values())
          .filter(step -> step.isOnTheWayOf(type))
          .forEach(step -> addAll(type, step, cases));
    }
    return cases.stream();
  }

  private static void addAll(JobType type, Step step, List<Case> cases) {
    for (Landed landed : Landed.values()) {
      for (Afterwards process : Afterwards.values()) {
        cases.add(new Case(type, step, landed, process));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void exactlyOnePlaybookRuns(Case broken) {
    World world = new World();
    world.store.create(World.KEY, "small");
    if (broken.type() == JobType.DEPROVISION) {
      boolean early = broken.step() == Step.CANCEL_SENT;
      world.live(early ? World.PLAYBOOK.dividedBy(2) : Duration.ofMinutes(2));
      assertThat(world.ran(JobType.PROVISION)).hasSize(1);
      world.store.edit(World.KEY, InMemoryStore.Machine::deleted);
    }
    Fault fault = new Fault(world, broken);

    stepUntilBroken(world, fault, broken);
    world.live(Duration.ofMinutes(5));

    assertThat(fault.happened).isTrue();
    assertThat(world.ran(JobType.PROVISION)).as("%s", world.log).hasSize(1);
    assertThat(world.backend.overlaps()).isEmpty();
    if (broken.type() == JobType.PROVISION) {
      assertThat(world.store.status(World.KEY).isTrue(ConditionType.AVAILABLE)).isTrue();
    } else {
      assertThat(world.ran(JobType.DEPROVISION)).as("%s", world.log).hasSize(1);
      assertThat(world.store.machine(World.KEY)).as("%s", world.log).isEmpty();
    }
  }

  private static void stepUntilBroken(World world, Fault fault, Case broken) {
    for (int i = 0; i < 60 && !fault.happened; i++) {
      try {
        world.controller.pollOnce();
        world.step();
      } catch (Died died) {
        assertThat(broken.process()).isEqualTo(Afterwards.DIES);
        world.restart();
      }
      world.pass(Duration.ofSeconds(1));
    }
  }

  /** Breaks the life off at one step, once. */
  private static final class Fault {
    private final Case broken;
    private boolean happened;

    Fault(World world, Case broken) {
      this.broken = broken;
      InMemoryStore.Around write = (before, next) -> stepOf(before, next).ifPresent(this::at);
      Runnable finalizer =
          () -> {
            at(Step.FINALIZER_ADDED);
            at(Step.FINALIZER_REMOVED);
          };
      if (broken.landed() == Landed.LANDED) {
        world.store.afterWrite = write;
        world.store.afterFinalizer = finalizer;
        world.provider.afterTrigger = () -> at(Step.LAUNCH_SENT);
        world.provider.afterCancel = () -> at(Step.CANCEL_SENT);
      } else {
        world.store.beforeWrite = write;
        world.store.beforeFinalizer = finalizer;
        world.provider.beforeTrigger = () -> at(Step.LAUNCH_SENT);
        world.provider.beforeCancel = () -> at(Step.CANCEL_SENT);
      }
    }

    private static Optional<Step> stepOf(ResourceStatus before, ResourceStatus next) {
      if (next.launch().isPresent() && !next.launch().equals(before.launch())) {
        return Optional.of(Step.PERMISSION_WRITTEN);
      }
      if (before.launch().isPresent() && next.launch().isEmpty()) {
        return Optional.of(Step.OUTCOME_WRITTEN);
      }
      if (before.launchSequence().isEmpty() && next.launchSequence().isPresent()) {
        return Optional.of(Step.SEQUENCE_WRITTEN);
      }
      return hasSucceeded(next) && !hasSucceeded(before)
          ? Optional.of(Step.END_WRITTEN)
          : Optional.empty();
    }

    private static boolean hasSucceeded(ResourceStatus status) {
      return status.provisionJob().filter(Job::hasSucceeded).isPresent();
    }

    private void at(Step step) {
      if (happened || step != broken.step()) {
        return;
      }
      happened = true;
      if (broken.process() == Afterwards.DIES) {
        throw new Died();
      }
      throw step == Step.LAUNCH_SENT || step == Step.CANCEL_SENT
          ? new ProviderException("no answer")
          : new StoreException("no answer", new IOException("cut"));
    }
  }
}
