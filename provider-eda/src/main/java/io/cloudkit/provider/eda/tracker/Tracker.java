package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.Comparator;
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

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_FAILURES = 3;

  /**
   * Its times.
   *
   * @param interval from one look to the next
   * @param deliveryBound how long after its post an event may still start a job
   * @param settle how long after a job AAP may still change it, or show an older one
   * @param longestLife of a job, from the post on
   * @param fresh for how long counts what was read
   */
  record Times(
      Duration interval,
      Duration deliveryBound,
      Duration settle,
      Duration longestLife,
      Duration fresh) {}

  private final AapReader reader;
  private final AapTemplates templates;
  private final AapJobs jobs;
  private final AapLists lists;
  private final AapFailures failures;
  private final Times times;
  private final LongSupplier nanoTime;
  private final Consumer<JobRef> hint;
  private final Map<JobRef, Tracked> followed = new ConcurrentHashMap<>();

  /** When AAP answered last. */
  private volatile Optional<Long> answered = Optional.empty();

  /** When it was last read to the end what there is. */
  private volatile Optional<Long> whole = Optional.empty();

  private volatile Optional<String> trouble = Optional.empty();
  private int failedLooks;
  private long notBefore;

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
    this.lists = new AapLists(reader, templates, jobs, times.longestLife(), nanoTime);
    this.failures = new AapFailures(reader);
    this.notBefore = nanoTime.getAsLong();
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
    Tracked.Told told = tell(job, now);
    if (told.word().isEmpty()) {
      return seen;
    }
    refuseToGiveUp(told.word().get(), job, now);
    return TrackedStatus.of(told, query, seen, settle(job), reader.base());
  }

  /**
   * What AAP shows of a job of that event that is alive, by what was read of late. Asks nothing.
   */
  Optional<String> alive(JobQuery query) {
    if (query.job().operation().isEmpty()) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    return tell(follow(query, now), now).word().filter(AapWord::isLiving).map(AapWord::message);
  }

  private Tracked follow(JobQuery query, long now) {
    Effort effort = new Effort(query.resource().uid(), query.job().operation());
    return followed.computeIfAbsent(query.job(), any -> new Tracked(effort, now));
  }

  /** What is known of it now, which whoever asked is told of no second time. */
  private Tracked.Told tell(Tracked job, long now) {
    Tracked.Told told = told(job, now);
    job.asked(told, now);
    return told;
  }

  /** The engine asks about what it is about to give up, and holds what is not answered. */
  private void refuseToGiveUp(AapWord word, Tracked job, long now) {
    Duration last = times.longestLife().dividedBy(30);
    if (word.isLiving() && job.followed(now).compareTo(times.longestLife().minus(last)) >= 0) {
      throw new ProviderException(
          word.message()
              + ", and is not given up for its age while AAP shows that; cancel it there, or"
              + " abandon it");
    }
  }

  private Tracked.Told told(Tracked job, long now) {
    Optional<AapWord> word = word(job, now);
    String why =
        word.filter(each -> each.state() == JobState.FAILED)
            .flatMap(AapWord::job)
            .map(failures::of)
            .orElse("");
    return new Tracked.Told(word, why);
  }

  private Optional<AapWord> word(Tracked job, long now) {
    List<AapJobs.Read> read = jobs.of(job.effort());
    Optional<AapWord> word = AapWord.of(read.stream().map(AapJobs.Read::job).toList());
    boolean ended = word.filter(each -> each.state().isTerminal()).isPresent();
    job.seen(ended, now);
    if (word.isEmpty()) {
      boolean late = job.followed(now).compareTo(lastStart()) > 0;
      return late && isFresh(whole, now) ? Optional.of(AapWord.NO_JOB) : Optional.empty();
    }
    boolean certain =
        ended
            ? isFresh(whole, now)
                && read.stream().allMatch(each -> isFresh(Optional.of(each.at()), now))
            : isFresh(answered, now);
    return word.filter(each -> certain);
  }

  /** How long after its post a job of an event may be shown for the first time. */
  private Duration lastStart() {
    return times.deliveryBound().plus(times.settle());
  }

  /**
   * When the end may be believed: no other job of the event can begin any more, AAP changes nothing
   * any more, and what is read then was read since.
   */
  private Duration settle(Tracked job) {
    Duration left = lastStart().minus(job.life().orElse(Duration.ZERO));
    Duration longer = left.compareTo(times.settle()) > 0 ? left : times.settle();
    return longer.plus(times.fresh());
  }

  private boolean isFresh(Optional<Long> at, long now) {
    return at.filter(then -> now - then <= times.fresh().toNanos()).isPresent();
  }

  /** Looks, if it is time and somebody asks, and tells what is new. Throws nothing. */
  void tick() {
    try {
      long now = nanoTime.getAsLong();
      forget(now);
      if (!followed.isEmpty() && now - notBefore >= 0) {
        look(now);
      }
      followed.forEach(
          (ref, job) -> {
            if (!told(job, nanoTime.getAsLong()).equals(job.told())) {
              hint.accept(ref);
            }
          });
    } catch (RuntimeException odd) {
      LOG.error("the look into AAP failed in an unforeseen way", odd);
    }
  }

  private void look(long now) {
    try {
      boolean all = lists.readNew();
      lists.readAgain(toReadAgain());
      readFailures();
      if (jobs.isFull()) {
        lists.restart();
        throw new ProviderException("more jobs than can be remembered; begins anew");
      }
      answered = Optional.of(now);
      whole = all ? answered : whole;
      failedLooks = 0;
      trouble.ifPresent(before -> LOG.info("AAP can be looked into again"));
      trouble = Optional.empty();
    } catch (RuntimeException failed) {
      String why = why(failed);
      if (trouble.isEmpty()) {
        LOG.warn("no look into AAP: {}; jobs are known by their resources alone; asking on", why);
      }
      trouble = Optional.of(why);
      failedLooks = Math.min(failedLooks + 1, 16);
      Duration pause = times.interval().multipliedBy(1L << failedLooks);
      Duration bound = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      notBefore = now + bound.toNanos();
    }
  }

  private static String why(RuntimeException failed) {
    if (failed instanceof ProviderException) {
      return String.valueOf(failed.getMessage());
    }
    LOG.error("the look into AAP failed in an unforeseen way", failed);
    return "it failed in an unforeseen way, see the log: " + failed.getClass().getName();
  }

  /** Bad ends first, since they are to be believed; then whoever was not read for longest. */
  private List<AapJob> toReadAgain() {
    return followed.values().stream()
        .flatMap(job -> jobs.of(job.effort()).stream())
        .filter(read -> read.job().state() != JobState.SUCCEEDED)
        .sorted(
            Comparator.comparing((AapJobs.Read read) -> !read.job().state().isTerminal())
                .thenComparing(AapJobs.Read::at))
        .limit(AapLists.PAGE)
        .map(AapJobs.Read::job)
        .toList();
  }

  private void readFailures() {
    List<AapJob> failed =
        followed.values().stream()
            .flatMap(job -> jobs.of(job.effort()).stream())
            .map(AapJobs.Read::job)
            .filter(job -> job.state() == JobState.FAILED)
            .toList();
    failures.keep(failed.stream().map(AapJob::id).toList());
    failed.stream().filter(failures::isDue).limit(MOST_FAILURES).forEach(failures::read);
  }

  private void forget(long now) {
    followed.values().removeIf(job -> isOver(job, now));
    Set<Effort> asked = new HashSet<>();
    followed.values().forEach(job -> asked.add(job.effort()));
    jobs.forget(asked, now - times.longestLife().multipliedBy(2).toNanos());
  }

  /** The engine asks at each end that it awaits, and about what it has seen to the end no more. */
  private boolean isOver(Tracked job, long now) {
    Duration most =
        job.told().word().filter(each -> each.state().isTerminal()).isPresent()
            ? settle(job)
            : times.longestLife();
    return job.unasked(now).compareTo(most.plus(times.fresh())) > 0;
  }

  /** Whether AAP can be looked into; asks it. Without it all else goes on. */
  List<Finding> findings(Deadline end) {
    try {
      templates.ask(end);
      // while nothing is followed nobody looks, and what was wrong may be mended
      return trouble.filter(any -> !followed.isEmpty()).map(Tracker::finding).stream().toList();
    } catch (ProviderException unknown) {
      return List.of(finding(String.valueOf(unknown.getMessage())));
    }
  }

  private static Finding finding(String why) {
    return Finding.warning(
        TrackerSettings.URL, why, "until it can be asked, jobs are known by their resources alone");
  }
}
