package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Up to which id no job can become visible any more that was not. An id is given out before a
 * higher one is shown; so what was shown long enough ago, by our own clock, was behind all of them.
 * The clocks of AAP are not asked: its nodes' differ. Thread-safe.
 */
final class IdAges {
  /** So many parts of the time are told apart: it bounds what is remembered. */
  private static final int PARTS = 32;

  private final Duration lateCommit;
  private final LongSupplier nanoTime;
  private final Deque<Sight> sights = new ArrayDeque<>();
  private long old;

  private record Sight(long id, long at) {}

  /**
   * Nothing was shown yet.
   *
   * @param lateCommit how long after it got its id a job may become visible
   */
  IdAges(Duration lateCommit, LongSupplier nanoTime) {
    this.lateCommit = lateCommit;
    this.nanoTime = nanoTime;
  }

  /** A job of that id was shown. */
  synchronized void saw(long id) {
    long now = nanoTime.getAsLong();
    grow(now);
    boolean isNews =
        sights.isEmpty()
            || (id > sights.getLast().id()
                && now - sights.getLast().at() >= lateCommit.dividedBy(PARTS).toNanos());
    if (isNews && id > old) {
      sights.addLast(new Sight(id, now));
    }
  }

  /** The highest id of which that is known; 0 if of none. */
  synchronized long old() {
    grow(nanoTime.getAsLong());
    return old;
  }

  private void grow(long now) {
    while (!sights.isEmpty() && now - sights.getFirst().at() >= lateCommit.toNanos()) {
      old = Math.max(old, sights.removeFirst().id());
    }
  }
}
