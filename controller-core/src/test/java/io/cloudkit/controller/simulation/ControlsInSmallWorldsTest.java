package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person does about a resource, in every state that small worlds reach, is taken, or refused
 * with a condition that says why, or has nothing to do; it breaks no promise but those that its
 * documentation gives up. With {@code -Ddeeper=N} so many events more are gone, with {@code
 * -Dtally=true} it is printed what became of what.
 */
@Tag("small-worlds")
class ControlsInSmallWorldsTest {
  /** The definition of the resource says that it is not acted upon yet. */
  private static final List<Control> NEVER_TAKEN = List.of(Instruction.RESTART);

  private static final Collection<ControlTrial> TRIALS = new ConcurrentLinkedQueue<>();

  static List<SmallWorld> worlds() {
    int deeper = Integer.getInteger("deeper", 0);
    return ControlledWorlds.ALL.stream().map(each -> each.deeper(deeper)).toList();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("worlds")
  void eachControlIsTakenOrRefusedAloud(SmallWorld world) {
    ControlTrial trial = new ControlTrial(ControlTrial.CONTROLS);
    Exploration exploration = new Exploration(world, trial);

    Optional<String> broken = exploration.run();

    assertThat(broken).isEmpty();
    TRIALS.add(trial);
    System.out.println(
        world
            + ": "
            + exploration.states()
            + " states, "
            + trial.given()
            + " controls"
            + (Boolean.getBoolean("tally") ? "\n" + trial : ""));
  }

  /** Else it would not be known whether it can be taken. */
  @AfterAll
  static void eachControlWasTakenSomewhere() {
    if (TRIALS.size() == ControlledWorlds.ALL.size()) {
      List<Control> taken =
          TRIALS.stream()
              .flatMap(each -> each.fates().keySet().stream())
              .filter(each -> each.fate().kind() == wanted(each.control()))
              .map(ControlTrial.Case::control)
              .distinct()
              .toList();
      assertThat(ControlTrial.CONTROLS)
          .filteredOn(each -> !NEVER_TAKEN.contains(each))
          .isSubsetOf(taken);
    }
  }

  private static Fate.Kind wanted(Control control) {
    return control == GivenAnswer.ADOPT_NO_JOB ? Fate.Kind.REFUSED : Fate.Kind.TAKEN;
  }
}
