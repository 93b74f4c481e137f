package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No way that a small world can go breaks a promise, and from each of its states calm leads to the
 * end. With {@code -Ddeeper=N} so many events more are gone.
 */
@Tag("small-worlds")
class ExhaustiveTest {
  static List<SmallWorld> worlds() {
    int deeper = Integer.getInteger("deeper", 0);
    return SmallWorlds.ALL.stream().map(each -> each.deeper(deeper)).toList();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("worlds")
  void noWayBreaksAPromise(SmallWorld world) {
    Exploration exploration = new Exploration(world);

    Optional<String> broken = exploration.run();

    assertThat(broken).isEmpty();
    assertThat(exploration.states())
        .as("states of a world in which something happens")
        .isPositive();
    System.out.println(
        world + ": " + exploration.states() + " states, " + exploration.ways() + " ways");
  }
}
