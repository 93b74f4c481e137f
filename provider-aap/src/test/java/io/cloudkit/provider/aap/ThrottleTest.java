package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provider.aap.Throttle.Urgency;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who waits for whom, in time that the test moves. */
class ThrottleTest {
  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private long now = -3_000_000_000L;
  private final Throttle throttle = new Throttle(10, () -> now, InstantSource.system());

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Optional<Duration> turn(Urgency urgency) {
    return throttle.turn(urgency, CALL);
  }

  /** So many cancels a second, for ten minutes, and what is asked in each second. */
  private void everySecond(int cancels, Urgency... asked) {
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < cancels; i++) {
        assertThat(turn(Urgency.CANCEL)).contains(Duration.ZERO);
      }
      for (Urgency each : asked) {
        assertThat(turn(each)).as("%s in second %d", each, second).isPresent();
      }
      pass(SECOND);
    }
  }

  @Test
  void noCrowdOfCancelsKeepsBackTheNewsOfTheirEnds() {
    everySecond(45, Urgency.POLL, Urgency.POLL);
  }

  @Test
  void whoWaitsForAnAnswerGetsItInACrowdOfCancels() {
    everySecond(45, Urgency.QUESTION, Urgency.QUESTION, Urgency.POLL, Urgency.POLL);
  }

  @Test
  void twoNewsInASecondDoNotWaitForAnybody() {
    for (int i = 0; i < 100; i++) {
      turn(Urgency.QUESTION);
    }
    assertThat(turn(Urgency.POLL)).contains(Duration.ZERO);
    assertThat(turn(Urgency.POLL)).contains(Duration.ZERO);
    pass(SECOND);
    assertThat(turn(Urgency.POLL)).contains(Duration.ZERO);
    assertThat(turn(Urgency.POLL)).contains(Duration.ZERO);
  }

  @Test
  void moreNewsThanThatTakeWhatIsLeftOver() {
    int asked = 0;
    while (turn(Urgency.POLL).isPresent()) {
      asked++;
    }
    assertThat(asked).as("two seconds' worth, and two that are kept").isEqualTo(21 + 2);
  }

  @Test
  void newsCount() {
    for (int i = 0; i < 3; i++) {
      turn(Urgency.POLL);
    }
    for (int i = 0; i < 8; i++) {
      assertThat(turn(Urgency.QUESTION)).contains(Duration.ZERO);
    }
    assertThat(turn(Urgency.QUESTION)).contains(Duration.ofMillis(100));
  }
}
