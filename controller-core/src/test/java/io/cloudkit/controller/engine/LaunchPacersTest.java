package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each provider instance has a row of its own. */
class LaunchPacersTest {
  private final LaunchPacers pacers =
      new LaunchPacers(
          Set.of("fast", "slow"), instance -> instance.equals("fast") ? 10 : 1, () -> 0);

  @Test
  void whoWaitsAtOneKeepsNobodyFromAnother() {
    assertThat(pacers.delay("slow", "a")).isZero();
    assertThat(pacers.delay("slow", "b")).isEqualTo(Duration.ofSeconds(1));
    assertThat(pacers.delay("fast", "c")).isZero();
    assertThat(pacers.delay("fast", "d")).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void whoGoesToAnotherGivesUpItsPlace() {
    pacers.delay("slow", "a");
    pacers.delay("slow", "b");
    assertThat(pacers.delay("fast", "b")).isZero();
    assertThat(pacers.delay("slow", "b")).as("at the end").isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatIsNotConfiguredPacesNobody() {
    assertThat(pacers.delay("gone", "a")).isZero();
  }
}
