package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StormOptionsTest {
  @Test
  void usuallyTriesAllBackendsFromTheFirstSeedOn() {
    StormOptions usual = StormOptions.of(Map.<String, String>of()::get);
    assertThat(usual.seed()).isEqualTo(1);
    assertThat(usual.abilities()).isEqualTo(Abilities.ALL);
  }

  @Test
  void triesWhatIsAskedFor() {
    StormOptions asked =
        StormOptions.of(
            Map.of("schedules", "3", "seed", "77", "ability", "blind", "report", "x.md")::get);
    assertThat(asked.schedules()).isEqualTo(3);
    assertThat(asked.seed()).isEqualTo(77);
    assertThat(asked.abilities()).containsExactly(Abilities.named("blind"));
    assertThat(asked.report()).hasToString("x.md");
  }

  @Test
  void tellsOneDay() {
    Map<String, String> one = Map.of("schedules", "1", "ability", "eda", "story", "true");
    assertThat(StormOptions.of(one::get).story()).isTrue();
    assertThatThrownBy(() -> StormOptions.of(Map.of("ability", "eda", "story", "true")::get))
        .hasMessageStartingWith("story: expected -Dschedules=1 and one -Dability");
  }

  /** Else a slip of the pen would run other days, or none, and say that nothing was broken. */
  @ParameterizedTest
  @CsvSource({
    "schedules,abc",
    "schedules,0",
    "schedules,-5",
    "schedules,1e6",
    "seed,-3",
    "seed,99999999999999999999",
    "seed,9223372036854775800",
    "ability,searchabel",
    "story,yes"
  })
  void refusesWhatMakesNoSense(String name, String value) {
    assertThatThrownBy(() -> StormOptions.of(Map.of(name, value)::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + ": expected ")
        .hasMessageEndingWith("found " + value);
  }
}
