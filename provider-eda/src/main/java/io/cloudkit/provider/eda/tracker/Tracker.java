package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into AAP for the jobs that events started, and tells how they are. It only reads: that a
 * job did what it was to do the resource alone proves. What a look costs does not grow with the
 * resources. {@link #tick} is called by one thread, everything else by any.
 */
final class Tracker {
  private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);

  private static final String SLOWLY = "; AAP answers slowly, so this may be old";

  private final AapReader reader;
  private final AapTemplates templates;
  private final Times times;
  private final LongSupplier nanoTime;
  private final Consumer<JobRef> hint;
  private final AapJobs jobs;
  private final AapLists lists;
  private final Look look;
  private final Belief belief;
  private final Map<JobRef, Tracked> followed = new ConcurrentHashMap<>();

  /**
   * Of one AAP.
   *
   * @param hint told of each job about which something is new
   */
  Tracker(
      AapReader reader,
      AapTemplates templates,
      Times times,
      LongSupplier nanoTime,
      Consumer<JobRef> hint) {
    this.reader = reader;
    this.templates = templates;
    this.times = times;
    this.nanoTime = nanoTime;
    this.hint = hint;
    this.jobs = new AapJobs(times.settle());
    this.lists = new AapLists(reader, templates, jobs, times, nanoTime);
    AapFailures failures = new AapFailures(reader);
    this.look = new Look(jobs, lists, failures, times, nanoTime);
    this.belief = new Belief(jobs, lists, failures, times);
  }

  /** Nothing more is to be told of that job: the resource proves how it ended. */
  void drop(JobRef job) {
    followed.remove(job);
  }

  /**
   * A status that the resource does not prove, with what AAP says. Asks nothing.
   *
   * @throws ProviderException if the job would be given up, and AAP shows that it lives
   */
  JobStatus over(JobQuery query, JobStatus seen) {
    if (query.job().operation().isEmpty()) {
      return seen;
    }
    long now = nanoTime.getAsLong();
    Tracked job = follow(query, now);
    Tracked.Told told = told(job, now);
    Duration settle = belief.settle(job, told, now);
    tell(job, told, settle, now);
    if (told.word().isEmpty()) {
      return seen;
    }
    refuseToGiveUp(told.word().get(), job, now);
    return TrackedStatus.of(told, query, seen, settle, reader.base());
  }

  /**
   * What AAP shows of a job of that event that is alive, by what was read of late. Asks nothing.
   *
   * @param seen an end that the resource shows
   * @throws ProviderException if the job would be given up all the same
   */
  Optional<JobStatus> alive(JobQuery query, JobStatus seen) {
    if (query.job().operation().isEmpty()) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    Tracked job = follow(query, now);
    Tracked.Told told = told(job, now);
    tell(job, told, Duration.ZERO, now);
    Optional<AapWord> living = told.word().filter(AapWord::isLiving);
    living.ifPresent(word -> refuseToGiveUp(word, job, now));
    return living.map(word -> TrackedStatus.of(told, query, seen, Duration.ZERO, reader.base()));
  }

  /**
   * What AAP shows of a job of that very launch, whatever became of it, by what was read so far.
   * Asks nothing; from then on it is looked for.
   */
  Optional<String> launched(UnresolvedLaunch launch) {
    long now = nanoTime.getAsLong();
    Effort effort = new Effort(launch.plan().resource().uid(), launch.plan().operation());
    // no job is followed yet: it may be posted later than now
    Tracked search =
        followed.computeIfAbsent(
            launch.job("launch-" + launch.claim()), any -> new Tracked(effort, now));
    search.asked(told(search, now), times.interval(), now);
    List<AapJob> ours =
        jobs.of(effort).stream()
            .map(AapJobs.Read::job)
            .filter(job -> job.claim().filter(launch.claim()::equals).isPresent())
            .toList();
    return AapWord.of(ours).map(AapWord::message);
  }

  private Tracked follow(JobQuery query, long now) {
    Effort effort = new Effort(query.resource().uid(), query.job().operation());
    return followed.computeIfAbsent(query.job(), any -> new Tracked(effort, now));
  }

  /** Whoever asked is told, and of the same no second time. The engine asks at each end again. */
  private void tell(Tracked job, Tracked.Told told, Duration settle, long now) {
    boolean ended = told.word().filter(each -> each.state().isTerminal()).isPresent();
    job.asked(told, ended ? settle : times.longestLife(), now);
  }

  private Tracked.Told told(Tracked job, long now) {
    Tracked.Told told = belief.told(job, now);
    return look.isSlow()
        ? new Tracked.Told(told.word().map(each -> each.with(SLOWLY)), told.proven(), told.why())
        : told;
  }

  /** The engine asks about what it is about to give up, and holds what is not answered. */
  private void refuseToGiveUp(AapWord word, Tracked job, long now) {
    if (word.isLiving() && belief.isAboutToBeGivenUp(job, now)) {
      throw new ProviderException(
          word.message()
              + ", and is not given up for its age while AAP shows that; cancel it there, or"
              + " abandon it");
    }
  }

  /** Looks, if it is time and somebody asks, and tells what is new. Throws nothing. */
  void tick() {
    try {
      forget(nanoTime.getAsLong());
      if (!followed.isEmpty() && look.isDue()) {
        look.take(followed.values());
      }
      long now = nanoTime.getAsLong();
      followed.forEach(
          (ref, job) -> {
            if (!told(job, now).equals(job.told())) {
              hint.accept(ref);
            }
          });
    } catch (RuntimeException odd) {
      LOG.error("the look into AAP failed in an unforeseen way", odd);
    }
  }

  private void forget(long now) {
    followed.values().removeIf(job -> job.unasked(now).compareTo(times.fresh()) > 0);
    Set<Effort> asked = new HashSet<>();
    followed.values().forEach(job -> asked.add(job.effort()));
    jobs.forget(asked, now - times.remembered().toNanos());
  }

  /** Whether AAP can be looked into; asks it. Without it all else goes on. */
  List<Finding> findings(Deadline end) {
    List<Finding> findings = new ArrayList<>();
    try {
      templates.ask(end);
      // while nothing is followed nobody looks, and what was wrong may be mended
      look.trouble()
          .filter(any -> !followed.isEmpty())
          .map(Tracker::silent)
          .ifPresent(findings::add);
    } catch (ProviderException unknown) {
      findings.add(silent(String.valueOf(unknown.getMessage())));
    }
    if (look.isSlow() && !followed.isEmpty()) {
      findings.add(
          Finding.warning(
              TrackerSettings.URL,
              "AAP is too slow: the last look took longer than " + times.fresh(),
              "give AAP more room, or look less often: " + TrackerSettings.INTERVAL));
    }
    if (!lists.unreadable().isEmpty()) {
      findings.add(
          Finding.warning(
              TrackerSettings.URL,
              "these jobs of AAP are too large to be read, and are left out: " + lists.unreadable(),
              "give them smaller variables"));
    }
    return findings;
  }

  private static Finding silent(String why) {
    return Finding.warning(
        TrackerSettings.URL, why, "until it can be asked, jobs are known by their resources alone");
  }
}
