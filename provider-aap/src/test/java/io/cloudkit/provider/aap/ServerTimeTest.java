package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerTimeTest {
  private static final Instant NOON = Instant.parse("2024-10-23T12:00:00Z");

  private long now = -5_000_000_000L;
  private final ServerTime time = new ServerTime(() -> now);

  private void pass(Duration by) {
    now += by.toNanos();
  }

  @Test
  void nobodyKnowsItBeforeAnAnswer() {
    assertThat(time.now()).isEmpty();
  }

  @Test
  void itGoesOnBetweenAnswers() {
    time.heard(NOON);
    pass(Duration.ofSeconds(7));
    assertThat(time.now()).contains(NOON.plusSeconds(7));
  }

  @Test
  void theSlowestOfTheNodesCounts() {
    for (int second = 0; second < 300; second++) {
      Instant slow = NOON.plusSeconds(second);
      time.heard(second % 20 == 0 ? slow : slow.plusSeconds(45));
      assertThat(time.now()).contains(slow);
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aClockThatIsPutBackCountsAtOnce() {
    time.heard(NOON);
    time.heard(NOON.minusSeconds(3600));
    assertThat(time.now()).contains(NOON.minusSeconds(3600));
  }

  @Test
  void aNodeThatWasNotHeardForAMinuteCountsNoMore() {
    time.heard(NOON);
    for (int second = 0; second < 61; second++) {
      pass(Duration.ofSeconds(1));
      time.heard(NOON.plusSeconds(second + 45));
    }
    assertThat(time.now()).contains(NOON.plusSeconds(60 + 45));
  }

  @Test
  void anAnswerAfterALongSilenceCountsAlone() {
    time.heard(NOON);
    pass(Duration.ofHours(1));
    time.heard(NOON.plusSeconds(3645));
    assertThat(time.now()).contains(NOON.plusSeconds(3645));
  }
}
