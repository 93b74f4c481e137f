package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

  private Optional<AapJob> newest = Optional.empty();

  /**
   * A job and when it was read, in monotonic nanoseconds. What an answer says was so at some moment
   * between its request and its arrival.
   *
   * @param job as it was then
   * @param first when it was asked for by which it was read first
   * @param since when it had arrived at the latest in that state
   * @param shown when that was asked which showed it last
   * @param asked when it was last asked about, shown or not
   */
  record Read(AapJob job, long first, long since, long shown, long asked) {
    private static Read first(AapJob job, Span span) {
      return new Read(job, span.start(), span.end(), span.start(), span.start());
    }

    private Read then(AapJob now, Span span) {
      long from = now.state() == job.state() ? since : span.end();
      return new Read(now, first, from, span.start(), span.start());
    }

    private Read notShown(String why, Span span) {
      AapJob now = job.unseen(why);
      long from = now.state() == job.state() ? since : span.end();
      return new Read(now, first, from, shown, span.start());
    }

    /** Whether it ended, and was shown so when AAP changes nothing of it any more. */
    boolean isSettled(Duration settle) {
      return job.state().isTerminal() && shown - since >= settle.toNanos();
    }
  }

  /** From a request to its answer, in monotonic nanoseconds. */
  record Span(long start, long end) {}

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
  synchronized void found(AapJob job, Optional<Instant> date, Span span) {
    boolean old =
        date.flatMap(
                answered -> job.created().filter(answered.minus(lateCommit).minus(SKEW)::isAfter))
            .isPresent();
    between.put(job.id(), old ? span.start() : span.end() + lateCommit.toNanos());
    newest = newest.filter(before -> before.id() > job.id()).or(() -> Optional.of(job));
    note(job, span);
  }

  /** A new row can not be read, and is left out like one that was. */
  synchronized void stepOver(long id, Span span) {
    between.put(id, span.end() + lateCommit.toNanos());
  }

  /** The newest job that was read, whoever's: an AAP without it is another, or was put back. */
  synchronized Optional<AapJob> newest() {
    return newest;
  }

  /**
   * All rows are new once more, and what was read of them stays: of a job that was alive, and is
   * not shown by an AAP that was put back, nobody knows that it ended.
   */
  synchronized void readAnew() {
    between.clear();
    passed = 0;
    newest = Optional.empty();
  }

  /** A row was read, perhaps again. */
  synchronized void note(AapJob job, Span span) {
    job.effort()
        .ifPresent(
            effort ->
                efforts
                    .computeIfAbsent(effort, any -> new TreeMap<>())
                    .merge(
                        job.id(),
                        Read.first(job, span),
                        (before, first) -> before.then(job, span)));
  }

  /** A job was asked about, and can not be seen: what its end was is not proven by that. */
  synchronized void notShown(AapJob job, String why, Span span) {
    job.effort()
        .flatMap(effort -> Optional.ofNullable(efforts.get(effort)))
        .ifPresent(
            jobs -> jobs.computeIfPresent(job.id(), (id, before) -> before.notShown(why, span)));
  }

  synchronized Place place() {
    return new Place(passed, new TreeSet<>(between.keySet()));
  }

  /**
   * Where to read once more when more ids stand between than a request can name: below those that
   * can be passed then, to see what came meanwhile.
   *
   * @return the last of them; empty if none can be passed yet
   */
  synchronized OptionalLong passable(long now) {
    OptionalLong last = OptionalLong.empty();
    int named = 0;
    for (Map.Entry<Long, Long> each : between.entrySet()) {
      if (each.getValue() > now || ++named >= MOST_LEFT_OUT) {
        break;
      }
      last = OptionalLong.of(each.getKey());
    }
    return last;
  }

  /**
   * All rows up to that id are known which were shown when that was asked: what is below an id
   * whose time had come by then can be passed. Not sooner: it may have come since the reading
   * before.
   */
  synchronized void isRead(long upTo, long asked) {
    while (!between.isEmpty()
        && between.firstKey() <= upTo
        && between.firstEntry().getValue() <= asked) {
      passed = between.pollFirstEntry().getKey();
    }
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
                    && each.getValue().values().stream().allMatch(job -> job.asked() < readBefore));
  }

  /** Whether there is more than can be remembered. */
  synchronized boolean isFull() {
    return efforts.size() > MOST_EFFORTS;
  }

  /** Begins anew. */
  synchronized void clear() {
    efforts.clear();
    readAnew();
  }
}
