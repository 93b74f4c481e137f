package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No bad day breaks a promise, whatever the backend can do. To replay one day: {@code ./mvnw test
 * -pl controller-core -am -Dtest=SimulationTest -Dability=NAME -Dseed=N
 * -Dsurefire.failIfNoSpecifiedTests=false}; with {@code -Ddays=N} more days, from that seed on.
 */
class SimulationTest {
  private static final int DAYS = 400;

  static Stream<Ability> abilities() {
    Stream<Ability> all =
        Stream.of(
            Ability.inMemory(
                "searchable", timed(ProviderTraits.polled()).canCancel().canSearch().build()),
            Ability.inMemory(
                "deduplicating", timed(ProviderTraits.polled()).canCancel().deduplicates().build()),
            Ability.inMemory("blind", timed(ProviderTraits.polled()).canCancel().build()),
            Ability.inMemory("signalled", timed(ProviderTraits.signalled()).build()),
            Ability.inMemory(
                "signalled and searchable", timed(ProviderTraits.signalled()).canSearch().build()),
            Ability.eda());
    String one = System.getProperty("ability");
    return all.filter(each -> one == null || each.name().equals(one));
  }

  private static ProviderTraits.Builder timed(ProviderTraits.Builder traits) {
    return traits
        .callTimeout(Duration.ofSeconds(10))
        .lateCommit(Duration.ofSeconds(40))
        .maxJobDuration(Duration.ofMinutes(20));
  }

  @ParameterizedTest
  @MethodSource("abilities")
  void noScheduleBreaksAPromise(Ability ability) {
    boolean replay = Long.getLong("seed") != null;
    long first = Long.getLong("seed", 1);
    int days = Integer.getInteger("days", replay ? 1 : DAYS);
    Tally tally = new Tally();
    for (long seed = first; seed < first + days; seed++) {
      Schedule schedule = new Schedule(seed, ability);
      List<String> violations = schedule.run();
      tally.add(schedule.chronicle());
      if (!violations.isEmpty()) {
        fail(
            "%s, replay with -Dability=\"%s\" -Dseed=%d:%n%s%n%nwhat happened:%n%s%n%nwhat was hit:%n%s",
            ability,
            ability,
            seed,
            String.join("\n", violations),
            String.join("\n", schedule.story()),
            schedule.chronicle());
      }
    }
    if (days >= DAYS) {
      assertThat(tally.neverHit(ability)).as("faults that never struck").isEmpty();
    }
    if (Boolean.getBoolean("tally")) {
      System.out.println(ability + ", " + days + " days: " + tally);
    }
  }
}
