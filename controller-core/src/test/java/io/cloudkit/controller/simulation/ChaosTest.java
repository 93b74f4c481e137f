package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChaosTest {
  /** No trouble, and no events. */
  private static final Draws NOTHING =
      new Draws() {
        @Override
        public int below(int bound) {
          return 0;
        }

        @Override
        public boolean anotherEvent() {
          return false;
        }
      };

  private final VirtualTime time = new VirtualTime();
  private final Story story = Story.told();
  private final Chaos chaos = new Chaos(NOTHING, new Chronicle(time::nanos), story);

  /** Else one process that goes round and round would keep a storm from ever telling of it. */
  @Test
  void endsADayThatHasNoEnd() {
    assertThatThrownBy(
            () -> {
              while (true) {
                chaos.boundary("p1", "read");
              }
            })
        .hasMessage("a day without end: p1 at read");
  }

  @Test
  void tellsWhenItWas() {
    time.advanceTo(time.nanos() + Duration.ofMillis(90_500).toNanos());
    chaos.tell(() -> "p1 leads");
    assertThat(story.lines()).containsExactly("   90.5 s  p1 leads");
  }
}
