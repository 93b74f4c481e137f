package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.Search.Newest;
import io.cloudkit.provider.aap.Search.Page;
import io.cloudkit.provider.aap.Search.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
    this.known = new AtomicReference<>(new Known("", nanoTime.getAsLong()));
  }

  /**
   * Reads what is new.
   *
   * @param database its identity
   * @param now a time of AAP before this was called
   * @return every job that was active when this was called, and some that have ended, by the uid of
   *     the resource
   */
  Map<String, List<Long>> read(String database, Instant now) {
    Optional<Newest> anchor = search.newest("created__lte", now.minus(lateCommit).toString());
    Known jobs = of(database, anchor);
    long old = anchor.map(Newest::id).orElse(0L);
    Known.Start start = jobs.start();
    for (List<Long> some : batches(start.gaps())) {
      jobs.add(search.jobsAfter(0, row -> true, with(ACTIVE, "id__in", joined(some))));
    }
    jobs.settle(Math.min(start.after(), old));
    Position position = Position.after(start.after());
    Page page;
    do {
      page = search.page(position, ACTIVE);
      position = page.next();
      jobs.add(page.rows());
      jobs.readUpTo(position.after());
      jobs.settle(page.isLast() ? old : Math.min(position.after(), old));
    } while (!page.isLast());
    Map<String, List<Long>> all = jobs.byResource();
    forgetSome(jobs);
    return all;
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
    Known fresh = new Known(database, nanoTime.getAsLong());
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

  private static String[] with(String[] query, String name, String value) {
    String[] more = Arrays.copyOf(query, query.length + 2);
    more[query.length] = name;
    more[query.length + 1] = value;
    return more;
  }

  /** What was read of one database. Thread-safe. */
  private static final class Known {
    private final String database;
    private final long since;
    private final Map<Long, String> uids = new HashMap<>();

    /** Read above {@link #settled}, of whatever resource. */
    private final NavigableSet<Long> young = new TreeSet<>();

    private Optional<Newest> anchor = Optional.empty();

    /** Up to here no id can become visible any more that was not. */
    private long settled;

    /** Up to here rows were read. */
    private long last;

    private long swept;

    Known(String database, long since) {
      this.database = database;
      this.since = since;
    }

    long since() {
      return since;
    }

    /**
     * Where a reading begins.
     *
     * @param after the id after which all is read
     * @param gaps ids up to there that were not seen, and may have become visible since
     */
    record Start(long after, List<Long> gaps) {}

    synchronized Start start() {
      if (last - settled - young.size() > MOST_GAPS) {
        return new Start(settled, List.of());
      }
      return new Start(
          last,
          LongStream.rangeClosed(settled + 1, last)
              .filter(id -> !young.contains(id))
              .boxed()
              .toList());
    }

    synchronized boolean isOf(String other) {
      return database.equals(other);
    }

    synchronized Optional<Newest> anchor() {
      return anchor;
    }

    /** The newest job that was there before all that may still become visible. */
    synchronized void anchoredAt(Newest job) {
      anchor = Optional.of(job);
    }

    synchronized int size() {
      return uids.size();
    }

    synchronized void add(List<JobRow> rows) {
      for (JobRow row : rows) {
        young.add(row.number());
        row.resourceUid().ifPresent(uid -> uids.put(row.number(), uid));
      }
      young.headSet(settled, true).clear();
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

    /** The jobs that were active when they were read. */
    synchronized Map<String, List<Long>> byResource() {
      return uids.entrySet().stream()
          .collect(
              Collectors.groupingBy(
                  Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
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
