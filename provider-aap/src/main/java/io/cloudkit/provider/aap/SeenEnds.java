package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Since when jobs are seen to have ended, by our own clock: the clocks of AAP's nodes differ, and
 * one that is ahead would make an end look settled that is not. Thread-safe.
 */
final class SeenEnds {
  /** Whose end is forgotten settles once more. */
  private static final int REMEMBERED = 10_000;

  private final Duration settle;
  private final LongSupplier nanoTime;
  private final Map<Long, End> ends = new LinkedHashMap<>();

  private record End(String words, long since) {
    static End of(JobRow row, long now) {
      return new End(row.row().path("status").asText() + row.row().path("finished").asText(), now);
    }
  }

  /**
   * None was seen yet.
   *
   * @param settle how long after an end that nothing proves a job may run on
   */
  SeenEnds(Duration settle, LongSupplier nanoTime) {
    this.settle = settle;
    this.nanoTime = nanoTime;
  }

  /** AAP showed that job. One that changes after its end begins anew. */
  synchronized void saw(JobRow row) {
    long id = row.number();
    if (!row.state().isTerminal()) {
      ends.remove(id);
      return;
    }
    End seen = End.of(row, nanoTime.getAsLong());
    End before = ends.get(id);
    if (before == null || !before.words().equals(seen.words())) {
      ends.put(id, seen);
    }
    if (ends.size() > REMEMBERED) {
      ends.remove(ends.keySet().iterator().next());
    }
  }

  /** Whether that job, which AAP shows, was seen to have ended so long ago that it is over. */
  synchronized boolean isOver(JobRow row) {
    saw(row);
    End end = ends.get(row.number());
    return end != null && nanoTime.getAsLong() - end.since() >= settle.toNanos();
  }
}
