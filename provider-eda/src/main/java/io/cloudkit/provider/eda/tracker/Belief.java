package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJobs.Read;
import io.cloudkit.provisioning.api.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What may be told of a job by what was read of AAP. That one lives is told until AAP shows
 * otherwise, also while it does not answer: should it have ended since, nothing is lost but time,
 * and given up it might run beside the next one (X1). A bad end is told with a time to wait for,
 * and is proven once it can not turn out to be wrong: each job of the event was read again when AAP
 * changes nothing of it any more, and all that is new was read when no other could begin. What is
 * proven is not asked about again, so that many ends at once wear no look out. Thread-safe.
 */
final class Belief {
  private static final String SILENT = ", as it was last; AAP does not answer now";

  private final AapJobs jobs;
  private final AapLists lists;
  private final AapFailures failures;
  private final Times times;

  Belief(AapJobs jobs, AapLists lists, AapFailures failures, Times times) {
    this.jobs = jobs;
    this.lists = lists;
    this.failures = failures;
    this.times = times;
  }

  Tracked.Told told(Tracked job, long now) {
    List<Read> read = jobs.of(job.effort());
    Optional<AapWord> word = AapWord.of(read.stream().map(Read::job).toList());
    boolean ended = word.filter(each -> each.state().isTerminal()).isPresent();
    job.seen(ended, now);
    if (word.isEmpty()) {
      return noJob(job, now);
    }
    if (ended && lists.putBack().filter(at -> at - job.since() >= 0).isPresent()) {
      return new Tracked.Told(word.map(AapWord::doubtful), false, "");
    }
    boolean proven = ended && isProven(job, read);
    boolean lives = word.filter(AapWord::isLiving).isPresent();
    boolean answers = lists.answered().filter(at -> times.isFresh(at, now)).isPresent();
    // what can not be proven for so long is given up, as without a look
    boolean late = job.over(now).compareTo(times.longestLife()) > 0;
    boolean isTold = answers && (!ended || (isAllReadSince(job.since()) && !late));
    if (lives && !answers) {
      return new Tracked.Told(word.map(each -> each.with(SILENT)), false, "");
    }
    return proven || isTold
        ? new Tracked.Told(word, proven, word.map(this::why).orElse(""))
        : Tracked.Told.NOTHING;
  }

  private Tracked.Told noJob(Tracked job, long now) {
    boolean late = job.followed(now).compareTo(times.lastStart()) > 0;
    boolean isWhole = lists.whole().filter(at -> times.isFresh(at, now)).isPresent();
    return late && isWhole
        ? new Tracked.Told(Optional.of(AapWord.noJob(lists.unreadable())), false, "")
        : Tracked.Told.NOTHING;
  }

  private boolean isProven(Tracked job, List<Read> read) {
    return read.stream().allMatch(each -> each.isSettled(times.settle()))
        && lists.certain().filter(at -> at - job.since() >= lastStart()).isPresent();
  }

  private long lastStart() {
    return times.lastStart().toNanos();
  }

  private boolean isAllReadSince(long then) {
    return lists.whole().filter(at -> at - then >= 0).isPresent();
  }

  private String why(AapWord word) {
    return word.state() == JobState.FAILED ? word.job().map(failures::of).orElse("") : "";
  }

  /** Whether the engine is about to give it up, if it is told of no life. */
  boolean isAboutToBeGivenUp(Tracked job, long now) {
    Duration last = times.longestLife().dividedBy(30);
    return job.followed(now).compareTo(times.longestLife().minus(last)) >= 0;
  }

  /**
   * How long an end that is told now is to be waited for, from its first telling on, which nobody
   * here knows: it was none before the first job was read.
   */
  Duration settle(Tracked job, Tracked.Told told, long now) {
    if (told.proven()) {
      return Duration.ZERO;
    }
    Duration known = Duration.ZERO;
    Duration left = times.lastStart().minus(job.followed(now));
    for (Read each : jobs.of(job.effort())) {
      known = longer(known, Duration.ofNanos(now - each.first()));
      left = longer(left, times.settle().minus(Duration.ofNanos(now - each.since())));
    }
    return known.plus(longer(left, Duration.ZERO)).plus(times.fresh());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
