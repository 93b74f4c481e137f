package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provider.aap.Throttle.Urgency;
import java.time.Duration;
import java.time.Instant;
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

  /** The engine paces them; a permission that waits in a row would end. */
  @Test
  void aLaunchDoesNotWaitInACrowd() {
    for (int i = 0; i < 100; i++) {
      turn(Urgency.QUESTION);
    }
    assertThat(turn(Urgency.LAUNCH)).contains(Duration.ZERO);
  }

  /** One that is not answered is unknown for minutes. */
  @Test
  void aLaunchDoesNotTryASickAap() {
    for (int i = 0; i < Breaker.TROUBLES; i++) {
      throttle.failed("no answer");
    }
    pass(Duration.ofSeconds(2));
    assertThatThrownBy(() -> throttle.admit("POST launch", Urgency.LAUNCH, CALL))
        .isInstanceOf(AapClient.NotSentException.class)
        .hasMessageContaining("no answer");
    throttle.admit("GET job", Urgency.QUESTION, CALL).end();
  }

  @Test
  void whatIsSaidOfARefusalStaysTheSame() {
    throttle.answered(refusal("2024-10-23T15:30:00Z"));
    String first = said();
    pass(Duration.ofMinutes(2));
    throttle.answered(refusal("2024-10-23T15:32:00Z"));
    assertThat(said()).isEqualTo(first).contains("429");
  }

  private String said() {
    try {
      throttle.admit("GET job", Urgency.QUESTION, CALL).end();
      return "sent";
    } catch (AapClient.NotSentException notSent) {
      return String.valueOf(notSent.getMessage());
    }
  }

  private static Answer refusal(String date) {
    return new Answer(
        "GET job",
        429,
        Optional.empty(),
        Optional.empty(),
        Optional.of("60"),
        Optional.of(Instant.parse(date)),
        Optional.empty());
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
