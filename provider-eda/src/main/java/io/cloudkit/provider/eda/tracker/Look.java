package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJobs.Read;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into AAP, in a few requests, whatever is followed; after one that failed with longer
 * pauses. Taken by one thread, asked about by any.
 */
final class Look {
  private static final Logger LOG = LoggerFactory.getLogger(Look.class);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_FAILURES = 3;

  /** Whether the newest job is still there is asked by itself, if nothing else is. */
  private static final long RARELY = Duration.ofMinutes(1).toNanos();

  private final AapJobs jobs;
  private final AapLists lists;
  private final AapFailures failures;
  private final Times times;
  private final LongSupplier nanoTime;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean slow;
  private int failedLooks;
  private long newestReadAt;
  private long notBefore;

  Look(AapJobs jobs, AapLists lists, AapFailures failures, Times times, LongSupplier nanoTime) {
    this.jobs = jobs;
    this.lists = lists;
    this.failures = failures;
    this.times = times;
    this.nanoTime = nanoTime;
    this.notBefore = nanoTime.getAsLong();
    this.newestReadAt = notBefore;
  }

  boolean isDue() {
    return nanoTime.getAsLong() - notBefore >= 0;
  }

  /** Why the last one failed, for a person. */
  Optional<String> trouble() {
    return trouble;
  }

  /** Whether the last one took longer than what is read counts. */
  boolean isSlow() {
    return slow;
  }

  /** Takes one. Throws nothing. */
  void take(Collection<Tracked> followed) {
    long start = nanoTime.getAsLong();
    try {
      lists.readNew();
      lists.readAgain(toReadAgain(read(followed)));
      readFailures(read(followed));
      if (jobs.isFull()) {
        lists.restart();
        throw new ProviderException("more jobs than can be remembered; begins anew");
      }
      succeeded(start);
    } catch (RuntimeException failed) {
      failed(why(failed));
    }
  }

  private List<Read> read(Collection<Tracked> followed) {
    return followed.stream().flatMap(job -> jobs.of(job.effort()).stream()).toList();
  }

  private void succeeded(long start) {
    failedLooks = 0;
    trouble.ifPresent(before -> LOG.info("AAP can be looked into again"));
    trouble = Optional.empty();
    boolean isSlowNow = !times.isFresh(start, nanoTime.getAsLong());
    if (isSlowNow && !slow) {
      LOG.warn("a look into AAP took longer than {}: what is told of jobs is old", times.fresh());
    }
    slow = isSlowNow;
  }

  private void failed(String why) {
    if (trouble.isEmpty()) {
      LOG.warn("no look into AAP: {}; jobs are known by their resources alone; asking on", why);
    }
    trouble = Optional.of(why);
    failedLooks = Math.min(failedLooks + 1, 16);
    Duration pause = times.interval().multipliedBy(1L << failedLooks);
    Duration bound = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    notBefore = nanoTime.getAsLong() + bound.toNanos();
  }

  private static String why(RuntimeException failed) {
    if (failed instanceof ProviderException) {
      return String.valueOf(failed.getMessage());
    }
    LOG.error("the look into AAP failed in an unforeseen way", failed);
    return "it failed in an unforeseen way, see the log: " + failed.getClass().getName();
  }

  /**
   * Bad ends whose time has come, once each; and whoever lives, the one that was not read for
   * longest first. Neither keeps the other from half of a page.
   */
  private List<AapJob> toReadAgain(List<Read> read) {
    long now = nanoTime.getAsLong();
    long settle = times.settle().toNanos();
    List<Read> living =
        read.stream()
            .filter(each -> !each.job().state().isTerminal())
            .sorted(Comparator.comparing(Read::asked))
            .toList();
    List<Read> due =
        read.stream()
            .filter(Look::isBadEnd)
            .filter(each -> !each.isSettled(times.settle()) && now - each.since() >= settle)
            .sorted(Comparator.comparing(Read::asked))
            .toList();
    int ends = Math.min(due.size(), AapLists.PAGE - Math.min(living.size(), AapLists.PAGE / 2));
    List<AapJob> again = new ArrayList<>();
    due.stream().limit(ends).map(Read::job).forEach(again::add);
    living.stream().limit(AapLists.PAGE - ends).map(Read::job).forEach(again::add);
    boolean isAnyToBeProven = read.stream().anyMatch(Look::isBadEnd);
    if (!again.isEmpty() || isAnyToBeProven || now - newestReadAt >= RARELY) {
      newestReadAt = now;
      jobs.newest()
          .filter(newest -> again.stream().noneMatch(each -> each.id() == newest.id()))
          .ifPresent(
              newest -> {
                again.subList(Math.min(again.size(), AapLists.PAGE - 1), again.size()).clear();
                again.add(newest);
              });
    }
    return again;
  }

  private static boolean isBadEnd(Read read) {
    return read.job().state().isTerminal() && read.job().state() != JobState.SUCCEEDED;
  }

  private void readFailures(List<Read> read) {
    List<AapJob> failed =
        read.stream().map(Read::job).filter(job -> job.state() == JobState.FAILED).toList();
    failures.keep(failed.stream().map(AapJob::id).toList());
    failed.stream().filter(failures::isDue).limit(MOST_FAILURES).forEach(failures::read);
  }
}
