package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What may be asked of a provider at most, and what is no limit. */
class ProviderLimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void thereIsAPauseBetweenTwoQuestions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProviderLimits(Duration.ZERO, 1, 1))
        .withMessage("pollInterval: expected more than zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProviderLimits(SECOND.negated(), 1, 1))
        .withMessage("pollInterval: expected more than zero, found PT-1S");
  }

  @Test
  void atLeastOneCallMayBeInFlight() {
    assertThat(new ProviderLimits(SECOND, 1, 1).callConcurrency()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProviderLimits(SECOND, 0, 1))
        .withMessage("callConcurrency: expected 1 or more, found 0");
  }

  @Test
  void launchesGoOnHoweverSlowly() {
    assertThat(new ProviderLimits(SECOND, 1, 0.01).launchesPerSecond()).isEqualTo(0.01);
    for (double never : new double[] {0, -1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ProviderLimits(SECOND, 1, never))
          .withMessageContaining("launchesPerSecond: expected more than zero");
    }
  }

  @Test
  void oneLimitIsChangedWithoutTheOthers() {
    ProviderLimits limits = new ProviderLimits(SECOND, 3, 4);
    assertThat(limits.polledEvery(SECOND.multipliedBy(2)))
        .isEqualTo(new ProviderLimits(SECOND.multipliedBy(2), 3, 4));
    assertThat(limits.launching(9)).isEqualTo(new ProviderLimits(SECOND, 3, 9));
  }

  @Test
  void eachInstanceIsAskedForOnce() {
    List<String> asked = new ArrayList<>();
    ProviderLimits slow = new ProviderLimits(SECOND, 1, 1);
    Function<String, ProviderLimits> limits =
        ProviderLimits.askedOnce(
            Set.of("east"),
            instance -> {
              asked.add(instance);
              return slow;
            });
    assertThat(limits.apply("east")).isEqualTo(slow);
    assertThat(limits.apply("east")).isEqualTo(slow);
    assertThat(limits.apply("west")).isEqualTo(ProviderLimits.DEFAULT);
    assertThat(asked).containsExactly("east");
  }
}
