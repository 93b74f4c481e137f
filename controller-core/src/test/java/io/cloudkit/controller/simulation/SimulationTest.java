package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No bad day breaks a promise, whatever the backends can do. To replay one day: {@code ./mvnw test
 * -pl controller-core -am -Dtest=SimulationTest -Dability=NAME -Dseed=N
 * -Dsurefire.failIfNoSpecifiedTests=false}; with {@code -Ddays=N} more days, from that seed on.
 */
class SimulationTest {
  private static final int DAYS = 2000;

  /** Each request is written and read as it is on the wire, which takes longer. */
  private static final int DAYS_WITH_AAP = 1000;

  static Stream<Ability> abilities() {
    String one = System.getProperty("ability");
    return one == null ? Abilities.ALL.stream() : Stream.of(Abilities.named(one));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("abilities")
  void noScheduleBreaksAPromise(Ability ability) {
    boolean replay = Long.getLong("seed") != null;
    long first = Long.getLong("seed", 1);
    int usual = ability.isAny(Ability.Member::isAap) ? DAYS_WITH_AAP : DAYS;
    int days = Integer.getInteger("days", replay ? 1 : usual);
    Tally tally = new Tally();
    long start = System.nanoTime();
    for (long seed = first; seed < first + days; seed++) {
      Schedule schedule = new Schedule(seed, ability);
      List<String> violations = Shrinker.run(schedule);
      tally.add(schedule);
      if (!violations.isEmpty()) {
        fail(new Shrinker(ability, seed, violations).report());
      }
    }
    if (days >= usual) {
      assertThat(tally.neverHit(ability)).as("faults that never struck").isEmpty();
    }
    if (Boolean.getBoolean("tally")) {
      double perSecond = days * 1e9 / (System.nanoTime() - start);
      System.out.printf("%s, %d days, %.0f/s: %s%n", ability, days, perSecond, tally);
    }
  }
}
