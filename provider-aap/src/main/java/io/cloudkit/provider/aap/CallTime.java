package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time that one call of the engine may take, over all the requests that it needs: a look at a
 * workflow sends one for each page of its nodes, and after the time-out nobody waits for the answer
 * any more. Thread-safe.
 */
final class CallTime {
  private final Duration allowed;
  private final LongSupplier nanoTime;
  private final ThreadLocal<Optional<Deadline>> ends = ThreadLocal.withInitial(Optional::empty);

  /**
   * A budget for each call.
   *
   * @param callTimeout after which the engine gives a call up; the calls end a little earlier, so
   *     that it hears why
   */
  CallTime(Duration callTimeout, LongSupplier nanoTime) {
    this.allowed = callTimeout.multipliedBy(19).dividedBy(20);
    this.nanoTime = nanoTime;
  }

  /** Does the work of one call, whose time begins now. */
  <T> T spend(Supplier<T> work) {
    return until(Deadline.after(allowed, nanoTime), work);
  }

  /** Does a part of a call's work, on whatever thread, by the end of that call. */
  void share(Deadline end, Runnable part) {
    boolean unused =
        until(
            end,
            () -> {
              part.run();
              return true;
            });
  }

  /** Does a part of a call's work that may take so long, and not half of what is left. */
  <T> T within(Duration most, Supplier<T> part) {
    Duration half = end().remaining().dividedBy(2);
    return until(Deadline.after(half.compareTo(most) < 0 ? half : most, nanoTime), part);
  }

  private <T> T until(Deadline end, Supplier<T> work) {
    Optional<Deadline> before = ends.get();
    ends.set(Optional.of(end));
    try {
      return work.get();
    } finally {
      ends.set(before);
    }
  }

  /** When the call on this thread ends; outside of one, a whole call's time from now. */
  Deadline end() {
    return ends.get().orElseGet(() -> Deadline.after(allowed, nanoTime));
  }

  /** Whether half of the call's time is over: what would take longer is left to the next call. */
  boolean isHalfOver() {
    return end().remaining().compareTo(allowed.dividedBy(2)) < 0;
  }
}
