package io.cloudkit.provider.aap;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How far a feed was read. Times are those that the server wrote; its clients' are never compared
 * with them. Immutable.
 *
 * @param floor up to which nothing is read any more
 * @param read what was read above it, in order
 * @param barrier what keeps the feed from being read on
 */
record FeedPlace(Mark floor, NavigableSet<Mark> read, Optional<Barrier> barrier) {
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

  /**
   * So many rows that AAP can not show are the next, and were the last when they were met.
   *
   * @param since when that was, by the server's clock
   */
  record Barrier(int rows, Instant since) {}

  static FeedPlace at(Instant time) {
    return behind(new Mark(time, 0), new TreeSet<>());
  }

  private static FeedPlace behind(Mark floor, NavigableSet<Mark> read) {
    return new FeedPlace(floor, read, Optional.empty());
  }

  /** How many rows that AAP can not show are the next. */
  int unreadable() {
    return barrier.map(Barrier::rows).orElse(0);
  }

  /** The place behind a row that was read beyond others that AAP can not show. */
  FeedPlace behind(Mark row) {
    return behind(row, new TreeSet<>(read.tailSet(row, false)));
  }

  /**
   * The place before rows that AAP can not show, as long as others may appear beside them: they end
   * as late as they were met, and are behind it some time later.
   */
  FeedPlace before(int rows, Instant serverTime) {
    Instant since = barrier.map(Barrier::since).orElse(serverTime);
    return since.plus(OVERLAP).isBefore(serverTime)
        ? behind(new Mark(since, 0))
        : new FeedPlace(floor, read, Optional.of(new Barrier(rows, since)));
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
    return behind(next, all);
  }
}
