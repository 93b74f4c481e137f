package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The jobs that were read, and from where on to read. A row with a lower id may be committed after
 * one with a higher: so each id is passed only when nothing below it can come any more, and the
 * rows between are named to be left out. Thread-safe.
 */
final class AapJobs {
  /** Ids that are left out stand in a request line: aap-api.md §10.2. */
  static final int MOST_LEFT_OUT = 500;

  private static final int MOST_EFFORTS = 10_000;

  /** By how much the clocks of AAP's nodes may differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Duration lateCommit;
  private final Map<Effort, TreeMap<Long, Read>> efforts = new HashMap<>();

  /** When an id may be passed, in monotonic nanoseconds. */
  private final TreeMap<Long, Long> between = new TreeMap<>();

  private long passed;

  /**
   * A job and when it was read last, in monotonic nanoseconds.
   *
   * @param job as it was then
   */
  record Read(AapJob job, long at) {}

  /** Where to read on: rows above the one id, without the others. */
  record Place(long after, Set<Long> without) {
    boolean isFull() {
      return without.size() >= MOST_LEFT_OUT;
    }
  }

  /** Of an AAP that needs so long at most from a job's id to its being shown. */
  AapJobs(Duration lateCommit) {
    this.lateCommit = lateCommit;
  }

  /** A new row was read. */
  synchronized void found(AapJob job, Optional<Instant> date, long now) {
    boolean old =
        date.flatMap(
                answered -> job.created().filter(answered.minus(lateCommit).minus(SKEW)::isAfter))
            .isPresent();
    between.put(job.id(), old ? now : now + lateCommit.toNanos());
    note(job, now);
  }

  /** A row was read, perhaps again. */
  synchronized void note(AapJob job, long now) {
    job.effort()
        .ifPresent(
            effort ->
                efforts
                    .computeIfAbsent(effort, any -> new TreeMap<>())
                    .put(job.id(), new Read(job, now)));
  }

  synchronized Place place(long now) {
    while (!between.isEmpty() && between.firstEntry().getValue() <= now) {
      passed = between.pollFirstEntry().getKey();
    }
    return new Place(passed, new TreeSet<>(between.keySet()));
  }

  /** The jobs of an effort, oldest first. */
  synchronized List<Read> of(Effort effort) {
    TreeMap<Long, Read> jobs = efforts.get(effort);
    return jobs == null ? List.of() : List.copyOf(jobs.values());
  }

  /** Forgets what was not read since, and nobody asks about. */
  synchronized void forget(Collection<Effort> but, long readBefore) {
    efforts
        .entrySet()
        .removeIf(
            each ->
                !but.contains(each.getKey())
                    && each.getValue().values().stream().allMatch(job -> job.at() < readBefore));
  }

  /** Whether there is more than can be remembered. */
  synchronized boolean isFull() {
    return efforts.size() > MOST_EFFORTS;
  }

  /** Begins anew. */
  synchronized void clear() {
    efforts.clear();
    between.clear();
    passed = 0;
  }
}
