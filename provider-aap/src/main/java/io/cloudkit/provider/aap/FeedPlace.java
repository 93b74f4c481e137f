package io.cloudkit.provider.aap;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far a feed was read. Times are those that the server wrote; its clients' are never compared
 * with them. Immutable.
 *
 * @param floor up to which nothing is read any more
 * @param read what was read above it, in order
 */
record FeedPlace(Mark floor, NavigableSet<Mark> read) {
  /** Rows appear later than their time says: their transaction commits, or nodes' clocks differ. */
  static final Duration OVERLAP = Duration.ofSeconds(10);

  /** Each of them is named in the next question, whose length has its limit (aap-api.md §10.2). */
  static final int REMEMBERED = 400;

  /** A row in the order of the feed. */
  record Mark(Instant at, long id) implements Comparable<Mark> {
    private static final Comparator<Mark> ORDER =
        Comparator.comparing(Mark::at).thenComparingLong(Mark::id);

    @Override
    public int compareTo(Mark other) {
      return ORDER.compare(this, other);
    }
  }

  static FeedPlace at(Instant time) {
    return new FeedPlace(new Mark(time, 0), new TreeSet<>());
  }

  /**
   * The place after some more rows. Where so many ended at once that not all can be remembered, the
   * overlap is shorter.
   *
   * @param serverTime when the server gave them
   */
  FeedPlace after(Collection<Mark> rows, Instant serverTime) {
    TreeSet<Mark> all = new TreeSet<>(read);
    all.addAll(rows);
    if (all.isEmpty()) {
      return this;
    }
    Instant newest = all.last().at().isBefore(serverTime) ? all.last().at() : serverTime;
    Mark lowest = new Mark(newest.minus(OVERLAP), 0);
    Mark next = lowest.compareTo(floor) > 0 ? lowest : floor;
    all.headSet(next, true).clear();
    while (all.size() > REMEMBERED) {
      // what a node wrote that is ahead must not hide what the others are still to write
      if (all.first().at().isAfter(serverTime)) {
        all.pollLast();
      } else {
        next = all.pollFirst();
      }
    }
    return new FeedPlace(next, all);
  }
}
