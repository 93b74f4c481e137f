package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The jobs that the engine asks about, and what it was told of each. Called by one thread at a
 * time, but for {@link #ref}, {@link #isLeft} and {@link #readInDetail}.
 */
final class Followed {
  private static final Duration TOLD_AGAIN_AFTER = Duration.ofSeconds(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(60);
  private static final Duration LEFT_AFTER = Duration.ofSeconds(60);

  /** One of them. */
  private static final class Job {
    /** As the engine heard it last. */
    private volatile String status = "";

    private boolean hasFinished;
    private long named;
    private long told;

    Job(long now) {
      named = now;
      told = now;
    }
  }

  private final Map<JobRef, Job> jobs = new ConcurrentHashMap<>();
  private volatile Map<Long, JobQuery> byNumber = Map.of();
  private volatile long asked;

  /** From now on these, and no others. */
  void follow(Collection<JobQuery> active, long now) {
    asked = now;
    Map<Long, JobQuery> numbers = new HashMap<>();
    for (JobQuery query : active) {
      JobId.parse(query.job().id()).ifPresent(id -> numbers.put(id.number(), query));
      jobs.computeIfAbsent(query.job(), any -> new Job(now));
    }
    byNumber = numbers;
    Set<JobRef> refs = active.stream().map(JobQuery::job).collect(Collectors.toSet());
    jobs.keySet().retainAll(refs);
  }

  /** The job of that number, if it is asked about. Called by any thread. */
  Optional<JobRef> ref(long number) {
    return Optional.ofNullable(byNumber.get(number)).map(JobQuery::job);
  }

  /**
   * Whether nobody asks about any job, or none did for a minute: none runs, or this process does
   * not lead any more, which nothing else tells. Called by any thread.
   */
  boolean isLeft(long now) {
    return byNumber.isEmpty() || now - asked >= LEFT_AFTER.toNanos();
  }

  private List<Long> numbers(Predicate<JobQuery> condition) {
    return byNumber.entrySet().stream()
        .filter(each -> condition.test(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Those that no row has shown to have ended. */
  List<Long> running() {
    return numbers(this::isRunning);
  }

  /** Those of which nothing was told yet. */
  List<Long> notBegun() {
    return numbers(query -> job(query).status.isEmpty());
  }

  /**
   * Those that ended and are still asked about: they have not settled. The time of their end stays
   * what it is when they change again (aap-api.md §5.3), so no feed tells of it.
   */
  List<Long> settling() {
    return numbers(query -> job(query).hasFinished);
  }

  boolean isWorkflow(long number) {
    return Optional.ofNullable(byNumber.get(number))
        .flatMap(query -> JobId.parse(query.job().id()))
        .flatMap(JobId::kind)
        .filter(JobKind.WORKFLOW_JOB::equals)
        .isPresent();
  }

  /** Whether no row has shown its end. */
  boolean isRunning(long number) {
    return Optional.ofNullable(byNumber.get(number)).filter(this::isRunning).isPresent();
  }

  boolean isRunning(JobQuery query) {
    return !job(query).hasFinished;
  }

  /** Whether somebody asks about the job of a row. */
  boolean isOurs(JobRow row) {
    return byNumber.containsKey(row.number());
  }

  /** A row of a job. Gives its query if the engine is to hear of it. */
  Optional<JobQuery> named(JobRow row, long now) {
    JobQuery query = byNumber.get(row.number());
    if (query == null) {
      return Optional.empty();
    }
    Job job = job(query);
    String status = row.row().path("status").asText();
    boolean isEnd = JobRow.state(status).isTerminal();
    job.named = now;
    job.hasFinished |= isEnd || row.row().path("finished").isTextual();
    // who still asks about an end has not heard of it, or waits for it to settle
    boolean unheard = isEnd && now - job.told >= TOLD_AGAIN_AFTER.toNanos();
    if (!unheard && status.equals(job.status)) {
      return Optional.empty();
    }
    job.status = status;
    job.told = now;
    return Optional.of(query);
  }

  /** The one that nobody has named longest, if that is a minute; it is named by this. */
  Optional<JobQuery> takeForgotten(long now) {
    Optional<JobQuery> forgotten =
        byNumber.values().stream()
            .filter(query -> now - job(query).named >= FORGOTTEN_AFTER.toNanos())
            .min((one, other) -> Long.compare(job(one).named - now, job(other).named - now));
    forgotten.ifPresent(query -> job(query).named = now);
    return forgotten;
  }

  /**
   * A job was read in detail: one that runs on, whatever lists say, is news whenever they say it.
   * Called by any thread, and never waits for a list that is being read.
   */
  void readInDetail(JobRef ref, JobObservation seen) {
    boolean runsOn = isActive(seen);
    Job job = jobs.get(ref);
    if (job != null && runsOn && JobRow.state(job.status).isTerminal()) {
      job.status = "running";
    }
  }

  static boolean isActive(JobObservation seen) {
    return seen.match(each -> !each.state().isTerminal(), p -> false, h -> false, f -> false);
  }

  private Job job(JobQuery query) {
    return jobs.computeIfAbsent(query.job(), any -> new Job(0));
  }
}
