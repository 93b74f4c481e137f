package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * So many requests in a second, and up to a second's worth at once. Who comes first is served
 * first; a resource has one call at a time, so none of them crowds out the others. Thread-safe.
 */
final class RequestBudget {
  private static final long BURST = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private final long interval;
  private long nextFree;

  /**
   * A budget of which nothing is spent.
   *
   * @param perSecond 0 for one that is never spent
   */
  RequestBudget(int perSecond, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.interval = perSecond == 0 ? 0 : BURST / perSecond;
    this.nextFree = nanoTime.getAsLong() - BURST;
  }

  /**
   * Takes the next place.
   *
   * @param most how long the caller would wait for it
   * @return how long it has to wait; empty if that is too long, and then nothing is taken
   */
  synchronized Optional<Duration> take(Duration most) {
    Duration wait = Duration.ofNanos(Math.max(0, place() - nanoTime.getAsLong()));
    if (wait.compareTo(most) > 0) {
      return Optional.empty();
    }
    nextFree = place() + interval;
    return Optional.of(wait);
  }

  /**
   * What does not wait counts, too: others wait for it, for a second at most. However much of it
   * there was, they get their turn.
   */
  synchronized void spend() {
    long place = place();
    long toLatest = nanoTime.getAsLong() + BURST - place;
    nextFree = place + Math.max(0, Math.min(interval, toLatest));
  }

  /** What nobody used within a second is lost. */
  private long place() {
    long earliest = nanoTime.getAsLong() - BURST;
    return nextFree - earliest > 0 ? nextFree : earliest;
  }
}
