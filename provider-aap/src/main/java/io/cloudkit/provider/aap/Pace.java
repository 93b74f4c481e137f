package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.Optional;

/** When it is time again. Called by one thread at a time. */
final class Pace {
  private final Duration every;
  private Optional<Long> last = Optional.empty();

  /** It is time at once, and then so often. */
  Pace(Duration every) {
    this.every = every;
  }

  boolean isTime(long now) {
    return last.filter(then -> now - then < every.toNanos()).isEmpty();
  }

  void taken(long now) {
    last = Optional.of(now);
  }

  /** It is time again at once. */
  void hurry() {
    last = Optional.empty();
  }
}
