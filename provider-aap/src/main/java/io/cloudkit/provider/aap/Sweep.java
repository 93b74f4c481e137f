package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.JobLists.Reply;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Asks about some jobs by their ids, one batch at a time: first those that were never asked about,
 * then those that wait longest. Called by one thread at a time; its questions may be asked on any.
 */
final class Sweep {
  private final JobLists lists;
  private final Pace pace;
  private final String[] filters;
  private final Map<Long, Long> askedIn = new HashMap<>();
  private final Set<Long> answered = new HashSet<>();
  private long turn;

  /**
   * A sweep.
   *
   * @param filters name and value in turn, which make the usual answer an empty one
   */
  Sweep(JobLists lists, Duration every, String... filters) {
    this.lists = lists;
    this.pace = new Pace(every);
    this.filters = filters;
  }

  /** Whether a batch is due: by time, or because more are new than one batch holds. */
  boolean isDue(Collection<Long> jobs, long now) {
    return pace.isTime(now)
        || jobs.stream().filter(this::isNew).limit(JobLists.BATCH + 1L).count() > JobLists.BATCH;
  }

  /** Whether it never got an answer about this job. */
  boolean isNew(long job) {
    return !answered.contains(job);
  }

  /** The next batch; none if there is no job. */
  Optional<Supplier<Reply>> question(Collection<Long> jobs, long now) {
    Set<Long> wanted = Set.copyOf(jobs);
    askedIn.keySet().retainAll(wanted);
    answered.retainAll(wanted);
    List<Long> batch =
        jobs.stream()
            .sorted(Comparator.comparingLong(job -> askedIn.getOrDefault(job, 0L)))
            .limit(JobLists.BATCH)
            .toList();
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    pace.taken(now);
    turn++;
    // also if it fails: one row that AAP can not show must not keep the others waiting
    batch.forEach(job -> askedIn.put(job, turn));
    return Optional.of(() -> lists.of(batch, filters).then(() -> answered.addAll(batch)));
  }
}
