package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.Search.Newest;
import io.cloudkit.provider.aap.Search.Page;
import io.cloudkit.provider.aap.Search.Position;
import io.cloudkit.provider.aap.Search.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Which resource each active job works for. That never changes, and rows are what AAP is slow at
 * (aap-api.md §15.9): so each is read once, and a reading goes on where the one before stopped,
 * also one that had no time left. Thread-safe; readings do not wait for each other.
 */
final class ActiveIndex {
  private static final String[] ACTIVE = {
    "status__in", "new,pending,waiting,running", "type", "job,workflow_job"
  };

  /** Beyond, reading the rows between is the lesser work. */
  private static final int MOST_GAPS = 1_000;

  /** Beyond, it begins anew without what has ended. */
  private static final int MOST_JOBS = 100_000;

  /** Then it begins anew, too: a right that was given since shows jobs that were there before. */
  private static final Duration RENEWED_AFTER = Duration.ofHours(1);

  /** The clocks of AAP's nodes are trusted to differ by no more than that. */
  static final Duration SKEW = Duration.ofMinutes(10);

  private final Search search;
  private final Duration lateCommit;
  private final LongSupplier nanoTime;
  private final AtomicReference<Known> known;

  /**
   * An empty one.
   *
   * @param lateCommit how long after it got its id a job may become visible
   */
  ActiveIndex(Search search, Duration lateCommit, LongSupplier nanoTime) {
    this.search = search;
    this.lateCommit = lateCommit;
    this.nanoTime = nanoTime;
    this.known = new AtomicReference<>(known(""));
  }

  private Known known(String database) {
    return new Known(database, nanoTime.getAsLong(), new IdAges(lateCommit, nanoTime));
  }

  /**
   * What may be active.
   *
   * @param byResource the ids of jobs that were active, and of some that have ended, by the uid of
   *     the resource
   * @param unreadable the ids of active jobs that AAP can not show, of whatever resource
   */
  record Active(Map<String, List<Long>> byResource, List<Long> unreadable) {}

  /**
   * Reads what is new.
   *
   * @param database its identity
   * @param now a time of AAP before this was called
   * @return every job that was active when this was called
   */
  Active read(String database, Instant now) {
    Optional<Newest> newest = search.newest();
    Known jobs = of(database, newest);
    newest.map(Newest::id).ifPresent(jobs.ages::saw);
    long old = old(jobs, now);
    Known.Start start = jobs.start();
    for (List<Long> some : batches(start.gaps())) {
      Rows rows = search.jobsAfter(0, row -> true, Search.with(ACTIVE, "id__in", joined(some)));
      jobs.askedAgain(some, rows);
    }
    jobs.settle(Math.min(start.after(), old));
    Position position = Position.after(start.after());
    Page page;
    do {
      page = search.page(position, ACTIVE);
      position = page.next();
      jobs.add(new Rows(page.rows(), page.unreadable()));
      jobs.readUpTo(position.after());
      jobs.settle(page.isLast() ? old : Math.min(position.after(), old));
    } while (!page.isLast());
    Active all = jobs.active();
    forgetSome(jobs);
    return all;
  }

  /**
   * Up to which id nothing can become visible any more. Before we looked long enough ourselves,
   * AAP's times must do, with more than its clocks may differ.
   */
  private long old(Known jobs, Instant now) {
    long seen = jobs.ages.old();
    return seen > 0
        ? seen
        : search
            .newest("created__lte", now.minus(lateCommit).minus(SKEW).toString())
            .map(Newest::id)
            .orElse(0L);
  }

  /** A little at each reading: those that have ended are rows, too. */
  private void forgetSome(Known jobs) {
    List<Long> some = jobs.some();
    if (!some.isEmpty()) {
      jobs.forget(
          search
              .jobsAfter(
                  0,
                  row -> row.state().isTerminal(),
                  "id__in",
                  joined(some),
                  "finished__isnull",
                  "false")
              .rows()
              .stream()
              .map(JobRow::number)
              .toList());
    }
  }

  /** What is known, if ids still mean what they meant: not after a restore (aap-api.md §12.5). */
  private Known of(String database, Optional<Newest> anchor) {
    Known before = known.get();
    boolean isFresh = nanoTime.getAsLong() - before.since() < RENEWED_AFTER.toNanos();
    if (isFresh
        && before.isOf(database)
        && before.size() < MOST_JOBS
        && isThere(before.anchor(), anchor)) {
      anchor.ifPresent(before::anchoredAt);
      return before;
    }
    Known fresh = known(database);
    anchor.ifPresent(fresh::anchoredAt);
    known.set(fresh);
    return fresh;
  }

  private boolean isThere(Optional<Newest> before, Optional<Newest> now) {
    if (before.isEmpty() || now.isEmpty() || now.get().id() < before.get().id()) {
      return false;
    }
    return before.equals(now)
        || search.newest("id__lte", String.valueOf(before.get().id())).equals(before);
  }

  static List<List<Long>> batches(List<Long> ids) {
    return LongStream.iterate(0, from -> from < ids.size(), from -> from + JobLists.BATCH)
        .mapToObj(
            from -> ids.subList((int) from, (int) Math.min(ids.size(), from + JobLists.BATCH)))
        .toList();
  }

  static String joined(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** What was read of one database. Thread-safe. */
  private static final class Known {
    private final String database;
    private final long since;
    private final IdAges ages;
    private final Map<Long, String> uids = new HashMap<>();

    /** They are asked for at each reading, until they have ended or can be read. */
    private final NavigableSet<Long> unreadable = new TreeSet<>();

    /** Read above {@link #settled}, of whatever resource. */
    private final NavigableSet<Long> young = new TreeSet<>();

    private Optional<Newest> anchor = Optional.empty();

    /** Up to here no id can become visible any more that was not. */
    private long settled;

    /** Up to here rows were read. */
    private long last;

    private long swept;

    Known(String database, long since, IdAges ages) {
      this.database = database;
      this.since = since;
      this.ages = ages;
    }

    long since() {
      return since;
    }

    /**
     * Where a reading begins.
     *
     * @param after the id after which all is read
     * @param gaps ids up to there that were not seen, and may have become visible since, or
     *     readable
     */
    record Start(long after, List<Long> gaps) {}

    synchronized Start start() {
      List<Long> again = List.copyOf(unreadable);
      if (last - settled - young.size() > MOST_GAPS) {
        return new Start(settled, again);
      }
      return new Start(
          last,
          LongStream.concat(
                  again.stream().mapToLong(Long::longValue),
                  LongStream.rangeClosed(settled + 1, last).filter(id -> !young.contains(id)))
              .distinct()
              .boxed()
              .toList());
    }

    synchronized boolean isOf(String other) {
      return database.equals(other);
    }

    synchronized Optional<Newest> anchor() {
      return anchor;
    }

    /** The newest job that was there before a reading. */
    synchronized void anchoredAt(Newest job) {
      anchor = Optional.of(job);
    }

    synchronized int size() {
      return uids.size();
    }

    synchronized void add(Rows page) {
      unreadable.addAll(page.unreadable());
      for (JobRow row : page.rows()) {
        young.add(row.number());
        row.resourceUid().ifPresent(uid -> uids.put(row.number(), uid));
      }
      young.headSet(settled, true).clear();
    }

    /** What these gaps hold now: which can not be read still, is said anew. */
    synchronized void askedAgain(List<Long> gaps, Rows rows) {
      gaps.forEach(unreadable::remove);
      add(rows);
    }

    /** All rows up to there that were visible are added. */
    synchronized void readUpTo(long id) {
      last = Math.max(last, id);
    }

    /** All ids up to there were asked for when no other could become visible there any more. */
    synchronized void settle(long upTo) {
      settled = Math.max(settled, upTo);
      last = Math.max(last, settled);
      young.headSet(settled, true).clear();
    }

    /** The jobs that were active when they were read, or asked for. */
    synchronized Active active() {
      return new Active(
          uids.entrySet().stream()
              .collect(
                  Collectors.groupingBy(
                      Map.Entry::getValue,
                      Collectors.mapping(Map.Entry::getKey, Collectors.toList()))),
          unreadable.stream().filter(id -> !uids.containsKey(id)).toList());
    }

    synchronized void forget(List<Long> ended) {
      ended.forEach(uids::remove);
    }

    /** Other ones each time. */
    synchronized List<Long> some() {
      List<Long> some =
          uids.keySet().stream().filter(id -> id > swept).sorted().limit(JobLists.BATCH).toList();
      swept = some.size() < JobLists.BATCH ? 0 : some.get(some.size() - 1);
      return some;
    }
  }
}
