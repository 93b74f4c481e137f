package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No way that a small world can go breaks a promise, and from each of its states calm leads to the
 * end. With {@code -Ddeeper=N} so many events more are gone, with {@code -Dfigures=true} what was
 * gone through is printed.
 */
class ExhaustiveTest {
  static List<SmallWorld> worlds() {
    int deeper = Integer.getInteger("deeper", 0);
    return SmallWorlds.ALL.stream().map(each -> each.deeper(deeper)).toList();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void noWayBreaksAPromise(SmallWorld world) {
    Exploration exploration = new Exploration(world);
    long begun = System.nanoTime();

    Optional<String> broken = exploration.run();

    if (Boolean.getBoolean("figures")) {
      System.out.printf(
          "%s, %d events: %d states, %d ways, %.1f s%n",
          world,
          world.depth(),
          exploration.states(),
          exploration.ways(),
          (System.nanoTime() - begun) / 1e9);
    }
    assertThat(broken).isEmpty();
    assertThat(exploration.states()).as("a world in which something happens").isGreaterThan(10);
  }
}
