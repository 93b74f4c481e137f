package io.cloudkit.provider.aap;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What time it is at AAP, by the dates of its answers and what passed since. The clocks of its
 * nodes differ, and a balancer takes them by turns: the slowest that was heard within a minute
 * counts, so that nothing which is still to be written lies before it. Thread-safe.
 */
final class ServerTime {
  /** Half of the time after which a node counts no more that is not heard. */
  private static final long PERIOD = Duration.ofSeconds(30).toNanos();

  private final LongSupplier nanoTime;
  // each is what that clock showed when our nanoseconds were 0
  private Optional<Instant> slowest = Optional.empty();
  private Optional<Instant> slowestBefore = Optional.empty();
  private long since;

  ServerTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** An answer was dated so. */
  synchronized void heard(Instant date) {
    long now = nanoTime.getAsLong();
    if (now - since >= PERIOD) {
      slowestBefore = now - since < 2 * PERIOD ? slowest : Optional.empty();
      slowest = Optional.empty();
      since = now;
    }
    Instant zero = date.minusNanos(now);
    slowest = Optional.of(slowest.filter(zero::isAfter).orElse(zero));
  }

  /** Empty if no answer was dated yet. */
  synchronized Optional<Instant> now() {
    return Stream.of(slowest, slowestBefore)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(zero -> zero.plusNanos(nanoTime.getAsLong()));
  }
}
