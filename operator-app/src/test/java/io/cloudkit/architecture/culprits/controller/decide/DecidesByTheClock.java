package io.cloudkit.architecture.culprits.controller.decide;

import io.cloudkit.architecture.Breaks;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** A decision that is another one tomorrow. */
@Breaks("deciding_has_no_clock_and_no_dice")
final class DecidesByTheClock {
  private final LongSupplier clock = System::nanoTime;

  boolean isLate(Instant since) {
    return clock.getAsLong() > 0 && Duration.between(since, Instant.now()).toMinutes() > 1;
  }
}
