package io.cloudkit.provider.aap;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Which jobs carry which operation, read once for all launches whose answers were lost: two hundred
 * cost one reading, not two hundred. It tells what is there, and never that nothing is.
 * Thread-safe; readings do not wait for each other.
 */
final class LaunchIndex {
  /** A job that becomes visible late, behind what was read, is met by the next reading. */
  static final Duration RENEWED = Duration.ofSeconds(30);

  /** Beyond, a launch finds its job by a search of its own, when it has settled. */
  private static final int MOST_JOBS = 100_000;

  private static final int MOST_READINGS = 8;

  private final Search search;
  private final CallTime time;
  private final LongSupplier nanoTime;

  /** By the templates whose jobs are read. */
  private final Map<String, Reading> readings = new LinkedHashMap<>();

  LaunchIndex(Search search, CallTime time, LongSupplier nanoTime) {
    this.search = search;
    this.time = time;
    this.nanoTime = nanoTime;
  }

  /**
   * The ids of the jobs of an operation, oldest first: all that were visible when the reading
   * began, or none if there was no time to read to the end.
   *
   * @param templates whose jobs are read, by their ids; empty if all jobs are
   * @param from above which its jobs are
   * @param oldest how long ago the reading may have begun, if it finds any
   */
  List<Long> read(String operation, String templates, long from, Duration oldest) {
    Reading at = reading(operation, templates, from);
    List<Long> found = readOn(at, operation, templates);
    if (found.isEmpty() || nanoTime.getAsLong() - at.since <= oldest.toNanos()) {
      return found;
    }
    at.outdated = true;
    return readOn(reading(operation, templates, from), operation, templates);
  }

  private List<Long> readOn(Reading at, String operation, String templates) {
    Search.Page page;
    do {
      page = search.page(at.position(), filters(templates));
      at.add(page);
    } while (!page.isLast() && !time.isHalfOver());
    return page.isLast() ? at.jobs(operation) : List.of();
  }

  /** Whether launches of other operations were asked about lately. */
  synchronized boolean isShared(String operation, String templates, long from) {
    return reading(operation, templates, from).isOfOthers(operation);
  }

  static String[] filters(String templates) {
    String[] kinds = {"type", "job,workflow_job"};
    return templates.isEmpty() ? kinds : Search.with(kinds, "unified_job_template__in", templates);
  }

  private synchronized Reading reading(String operation, String templates, long from) {
    long now = nanoTime.getAsLong();
    Optional<Reading> before = Optional.ofNullable(readings.get(templates));
    Reading at =
        before
            .filter(reading -> !reading.outdated && from >= reading.from)
            .filter(reading -> now - reading.since < RENEWED.toNanos())
            .orElseGet(() -> begin(templates, from, now, before));
    at.asks(operation, from);
    return at;
  }

  private Reading begin(String templates, long from, long now, Optional<Reading> last) {
    Optional<Reading> before =
        last.filter(reading -> now - reading.since < RENEWED.multipliedBy(2).toNanos());
    // of those who ask, the lowest: each would else begin it anew
    long lowest = before.map(reading -> Math.min(from, reading.lowest())).orElse(from);
    Reading fresh = new Reading(lowest, now);
    before.ifPresent(fresh::asked);
    readings.remove(templates);
    readings.put(templates, fresh);
    if (readings.size() > MOST_READINGS) {
      readings.remove(readings.keySet().iterator().next());
    }
    return fresh;
  }

  /** What was read of the jobs of some templates. Thread-safe. */
  private static final class Reading {
    private final long from;
    private final long since;
    private volatile boolean outdated;
    private final Map<String, NavigableSet<Long>> jobs = new HashMap<>();
    private int size;
    private Search.Position position;
    private long lowest = Long.MAX_VALUE;
    private String firstAsked = "";
    private boolean isOfOthers;

    Reading(long from, long since) {
      this.from = from;
      this.since = since;
      this.position = Search.Position.after(from);
    }

    synchronized void asks(String operation, long above) {
      lowest = Math.min(lowest, above);
      if (firstAsked.isEmpty()) {
        firstAsked = operation;
      }
      isOfOthers |= !firstAsked.equals(operation);
    }

    synchronized long lowest() {
      return lowest;
    }

    synchronized void asked(Reading before) {
      firstAsked = before.firstAsked;
      isOfOthers = before.isOfOthers;
    }

    synchronized boolean isOfOthers(String operation) {
      return isOfOthers || !firstAsked.equals(operation);
    }

    synchronized Search.Position position() {
      return position;
    }

    synchronized void add(Search.Page page) {
      if (page.next().after() >= position.after()) {
        position = page.next();
      }
      for (JobRow row : page.rows()) {
        if (size < MOST_JOBS && !row.isChild()) {
          ExtraVars.operation(row.variables()).ifPresent(each -> add(each, row.number()));
        }
      }
    }

    private void add(String operation, long id) {
      if (jobs.computeIfAbsent(operation, any -> new TreeSet<>()).add(id)) {
        size++;
      }
    }

    synchronized List<Long> jobs(String operation) {
      NavigableSet<Long> found = jobs.get(operation);
      return found == null ? List.of() : List.copyOf(found);
    }
  }
}
