package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.JobSight;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.Sight;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What this process remembers of one resource besides its status: since when it has seen what, and
 * what it could not write down yet. Lost with the process, and never needed for safety.
 * Thread-safe.
 */
final class Memory {
  /**
   * An outcome that is known and not recorded yet. While its launch is resolved by others in the
   * meantime, nobody else may know of its jobs.
   *
   * @param at when it was known; a second write of it tells the same
   */
  record Unrecorded(StoredResource resource, Launch sent, LaunchOutcome outcome, Instant at) {}

  /** How one job was seen. */
  private static final class Seen {
    private final long since;
    private String state = "";
    private long stateSince;
    private long confirmed;
    private Duration settle = Duration.ZERO;
    private boolean observed;
    private boolean hearsay;
    private long cancelAsked;
    private boolean cancelled;

    Seen(long now) {
      since = now;
      stateSince = now;
      confirmed = now;
    }

    JobSight sight(long now) {
      return new JobSight(
          Duration.ofNanos(now - since),
          observed ? Duration.ofNanos(now - stateSince) : Duration.ZERO,
          observed ? Duration.ofNanos(confirmed - stateSince) : Duration.ZERO,
          observed ? settle : Duration.ZERO,
          cancelled ? Optional.of(Duration.ofNanos(now - cancelAsked)) : Optional.empty(),
          hearsay);
    }
  }

  private final String uid;
  private final LongSupplier nanoTime;
  private final Map<JobRef, Seen> jobs = new HashMap<>();
  private final Map<JobRef, JobObservation> news = new HashMap<>();
  private List<JobQuery> following = List.of();
  private boolean needsProviders;
  private boolean showsSilence;
  private Optional<Unrecorded> unrecorded = Optional.empty();
  private String claim = "";
  private Optional<Failure> failure = Optional.empty();
  private long failureSince;
  private Optional<String> launchTrouble = Optional.empty();
  private long claimSince;
  private long recoverNotBefore;

  Memory(String uid, LongSupplier nanoTime) {
    this.uid = uid;
    this.nanoTime = nanoTime;
    this.recoverNotBefore = nanoTime.getAsLong();
  }

  String uid() {
    return uid;
  }

  /** The status was read: the clocks of what is new in it begin, those of what is gone end. */
  synchronized void saw(Optional<Launch> launch, Collection<Job> living) {
    long now = nanoTime.getAsLong();
    String seenClaim = launch.map(Launch::claim).orElse("");
    if (!seenClaim.equals(claim)) {
      claim = seenClaim;
      launchTrouble = Optional.empty();
      claimSince = now;
      recoverNotBefore = now;
    }
    if (living.isEmpty()) {
      jobs.clear();
      news.clear();
      return;
    }
    Set<JobRef> refs = new HashSet<>();
    for (Job job : living) {
      refs.add(job.ref());
    }
    jobs.keySet().retainAll(refs);
    news.keySet().retainAll(refs);
    for (JobRef ref : refs) {
      jobs.computeIfAbsent(ref, any -> new Seen(now));
    }
  }

  /** The status was read: the clock of a failure that is new in it begins. */
  synchronized void saw(Optional<Failure> seen) {
    if (!seen.equals(failure)) {
      failure = seen;
      failureSince = nanoTime.getAsLong();
    }
  }

  /** A job was observed, now. */
  synchronized void observed(JobRef ref, JobObservation observation) {
    Seen seen = note(ref, observation);
    seen.hearsay = false;
    seen.confirmed = nanoTime.getAsLong();
    seen.settle = settle(observation, seen.settle);
  }

  /** A job is to be observed before anything else is decided. */
  synchronized void mustBeObserved(JobRef ref) {
    Optional.ofNullable(jobs.get(ref)).ifPresent(seen -> seen.hearsay = true);
  }

  private Seen note(JobRef ref, JobObservation observation) {
    long now = nanoTime.getAsLong();
    Seen seen = jobs.computeIfAbsent(ref, any -> new Seen(now));
    String state =
        observation.match(
            status -> status.state().toString(),
            purged -> "purged",
            hidden -> "hidden",
            foreign -> "foreign");
    if (!seen.observed || !state.equals(seen.state)) {
      seen.state = state;
      seen.stateSince = now;
      seen.observed = true;
      seen.hearsay = !isAlive(observation);
      seen.confirmed = now;
      // while the state stays, a row may ask for less than the job itself
      seen.settle = settle(observation, seen.settle);
    }
    // an answer is newer than the news: should the same news come again, it is news
    news.computeIfPresent(ref, (job, old) -> observation);
    return seen;
  }

  private static Duration settle(JobObservation observation, Duration before) {
    return observation.match(status -> status.settle(), p -> before, h -> before, f -> before);
  }

  private static boolean isAlive(JobObservation observation) {
    return observation.match(
        status -> !status.state().isTerminal(), p -> false, hidden -> false, foreign -> false);
  }

  /** News of a job that the engine follows; of others nothing is kept. */
  synchronized boolean deliver(JobRef ref, JobObservation observation) {
    if (following.stream().noneMatch(query -> query.job().equals(ref))) {
      return false;
    }
    boolean isNew = !observation.equals(news.put(ref, observation));
    note(ref, observation);
    return isNew;
  }

  synchronized Map<JobRef, JobObservation> news() {
    return Map.copyOf(news);
  }

  synchronized void follow(List<JobQuery> queries) {
    following = List.copyOf(queries);
  }

  synchronized List<JobQuery> following() {
    return following;
  }

  /** That status stands in the resource. */
  synchronized void wrote(ResourceStatus status) {
    boolean rests =
        status.phase().filter(phase -> phase == Phase.READY).isPresent()
            && status.launch().isEmpty()
            && status.livingJobs().isEmpty();
    needsProviders = !rests;
    showsSilence = status.isTrue(ConditionType.JOB_STATE_STALE);
  }

  /** Whether the resource may have to show what is wrong with a provider. */
  synchronized boolean needsProviders() {
    return needsProviders;
  }

  /** Whether the resource shows that nothing is heard of its jobs. */
  synchronized boolean showsSilence() {
    return showsSilence;
  }

  synchronized void cancelAsked(JobRef ref) {
    long now = nanoTime.getAsLong();
    Seen seen = jobs.computeIfAbsent(ref, any -> new Seen(now));
    seen.cancelAsked = now;
    seen.cancelled = true;
  }

  synchronized Sight sight() {
    long now = nanoTime.getAsLong();
    Duration unresolved = claim.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - claimSince);
    Duration failed = failure.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - failureSince);
    Map<JobRef, JobSight> seen = new HashMap<>();
    jobs.forEach((ref, job) -> seen.put(ref, job.sight(now)));
    return new Sight(unresolved, failed, seen);
  }

  /** It is not known what became of the launch that is unresolved now, and this is why. */
  synchronized void launchTrouble(String reason) {
    launchTrouble = Optional.of(reason);
  }

  synchronized Optional<String> launchTrouble() {
    return launchTrouble;
  }

  synchronized Duration recoverQuiet() {
    return Duration.ofNanos(Math.max(0, recoverNotBefore - nanoTime.getAsLong()));
  }

  synchronized void quietRecovery(Duration pause) {
    recoverNotBefore = nanoTime.getAsLong() + pause.toNanos();
  }

  synchronized Optional<Unrecorded> unrecorded() {
    return unrecorded;
  }

  synchronized void unrecorded(Unrecorded outcome) {
    unrecorded = Optional.of(outcome);
  }

  synchronized void recorded() {
    unrecorded = Optional.empty();
  }
}
