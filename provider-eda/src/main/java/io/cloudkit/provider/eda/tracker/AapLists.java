package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provider.eda.tracker.AapReader.Rows;
import io.cloudkit.provider.eda.tracker.AapReader.TooLargeException;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the jobs of the templates: each once when it is new, and those again that are named. Only a
 * client can look into the variables of a job (aap-api.md §4.1, §4.6). Used by one thread.
 */
final class AapLists {
  /** Rows of one list: they cost, not requests (aap-api.md §15.9). */
  static final int PAGE = 50;

  private static final int MOST_PAGES = 4;
  private static final int MOST_NAMED = 5;

  private final AapReader reader;
  private final AapTemplates templates;
  private final AapJobs jobs;
  private final Times times;
  private final LongSupplier nanoTime;

  /** Jobs from then on are read, by AAP's clock. */
  private Optional<Instant> from = Optional.empty();

  /** A moment by AAP's clock that was over when it was asked about, in monotonic nanoseconds. */
  private Optional<Past> past = Optional.empty();

  private volatile Optional<Long> answered = Optional.empty();
  private volatile Optional<Long> whole = Optional.empty();
  private volatile Optional<Long> certain = Optional.empty();
  private volatile Optional<Long> putBack = Optional.empty();

  private volatile List<Long> unreadable = List.of();

  private record Past(Instant date, long at) {}

  /** Into those jobs. */
  AapLists(
      AapReader reader, AapTemplates templates, AapJobs jobs, Times times, LongSupplier nanoTime) {
    this.reader = reader;
    this.templates = templates;
    this.jobs = jobs;
    this.times = times;
    this.nanoTime = nanoTime;
  }

  /** When that was asked which AAP answered last. */
  Optional<Long> answered() {
    return answered;
  }

  /** When that was asked by which all was read that there is. */
  Optional<Long> whole() {
    return whole;
  }

  /** The same, when the newest job was still there afterwards: the database was not put back. */
  Optional<Long> certain() {
    return certain;
  }

  /** When it was last seen that the database was put back: jobs may run on without a row. */
  Optional<Long> putBack() {
    return putBack;
  }

  /** Reads what is new, in a few requests. */
  void readNew() {
    AapTemplates.Known known = templates.resolve();
    if (from.isEmpty()) {
      from = date(known).map(date -> date.minus(times.remembered()));
    }
    int size = PAGE;
    for (int page = 0; page < MOST_PAGES; page++) {
      OptionalLong below = OptionalLong.empty();
      AapJobs.Place place = jobs.place();
      if (place.isFull()) {
        below = jobs.passable(nanoTime.getAsLong());
        if (below.isEmpty()) {
          return;
        }
      }
      try {
        if (read(list(url(known.ids(), place, below, size)), below)) {
          return;
        }
      } catch (TooLargeException heavy) {
        if (size == 1) {
          stepOver(heavy);
        }
        size = fewer(size);
      }
    }
  }

  /** Takes a page; answers whether nothing is left to be read. */
  private boolean read(Rows rows, OptionalLong below) {
    long last = 0;
    for (JsonNode row : rows.rows()) {
      AapJob job = AapJob.of(row);
      jobs.found(job, date(rows), rows.asked());
      last = Math.max(last, job.id());
    }
    long start = rows.asked().start();
    jobs.isRead(rows.isLast() ? below.orElse(Long.MAX_VALUE) : last, start);
    if (rows.isLast() && below.isEmpty()) {
      whole = Optional.of(start);
      return true;
    }
    return false;
  }

  private Rows list(HttpUrl url) {
    Rows rows = reader.list(url, reader.usualEnd());
    answered = Optional.of(rows.asked().start());
    return rows;
  }

  /**
   * No event makes such a job: what is posted is bounded, and grows less than eightfold on its way
   * into the variables (eda-api.md §1, §2).
   */
  private void stepOver(TooLargeException heavy) {
    long id = heavy.first().orElseThrow(() -> heavy);
    long now = nanoTime.getAsLong();
    unreadable(id);
    jobs.stepOver(id, new AapJobs.Span(now, now));
  }

  private void unreadable(long id) {
    List<Long> last = new ArrayList<>(unreadable);
    last.remove(id);
    last.add(id);
    unreadable = List.copyOf(last.subList(Math.max(0, last.size() - MOST_NAMED), last.size()));
  }

  /** The last jobs that are too large to be read, by their ids. */
  List<Long> unreadable() {
    return unreadable;
  }

  /** When AAP answered, by its clock, or a moment before. */
  private Optional<Instant> date(Rows rows) {
    return rows.date().or(() -> past.map(each -> since(each, rows.asked().start())));
  }

  private static Instant since(Past past, long now) {
    return past.date().plusNanos(now - past.at());
  }

  /**
   * The same where answers may have no date: AAP's newest job is older than now. Without any job
   * there is nothing that is too old to be read.
   */
  private Optional<Instant> date(AapTemplates.Known known) {
    if (known.date().isPresent()) {
      return known.date();
    }
    Rows newest =
        list(
            reader
                .base()
                .resource(
                    "unified_jobs/",
                    "unified_job_template__in",
                    known.ids(),
                    "order_by",
                    "-id",
                    "page_size",
                    "1",
                    "count_disabled",
                    "1"));
    past =
        AapJob.of(newest.rows().path(0))
            .created()
            .map(created -> new Past(created, newest.asked().start()));
    if (past.isEmpty() && !newest.rows().isEmpty()) {
      throw new ProviderException(
          "AAP's answers have no Date and its jobs no time, so all it ever ran would have to be read;"
              + " let the proxy before it pass the header Date on");
    }
    return past.map(Past::date);
  }

  private HttpUrl url(String ids, AapJobs.Place place, OptionalLong below, int size) {
    HttpUrl.Builder url =
        reader
            .base()
            .resource(
                "unified_jobs/",
                "unified_job_template__in",
                ids,
                "id__gt",
                String.valueOf(place.after()),
                "order_by",
                "id",
                "page_size",
                String.valueOf(size))
            .newBuilder();
    from.ifPresent(instant -> url.addQueryParameter("created__gte", instant.toString()));
    below.ifPresent(id -> url.addQueryParameter("id__lt", String.valueOf(id + 1)));
    List<Long> without =
        place.without().stream().filter(id -> id <= below.orElse(Long.MAX_VALUE)).toList();
    if (!without.isEmpty()) {
      url.addQueryParameter("not__id__in", joined(without));
    }
    return url.build();
  }

  /**
   * Reads some again, the first of them if all are too much for one answer. Of one that is not
   * shown any more nothing is known.
   */
  void readAgain(List<AapJob> known) {
    List<AapJob> asked = known;
    while (!asked.isEmpty()) {
      try {
        compare(asked, list(url(asked)));
        return;
      } catch (TooLargeException heavy) {
        if (asked.size() == 1) {
          long now = nanoTime.getAsLong();
          unreadable(asked.get(0).id());
          jobs.notShown(asked.get(0), "it is too large to be read", new AapJobs.Span(now, now));
          return;
        }
        asked = asked.subList(0, fewer(asked.size()));
      }
    }
  }

  private void compare(List<AapJob> asked, Rows rows) {
    Map<Long, AapJob> shown = new HashMap<>();
    for (JsonNode row : rows.rows()) {
      AapJob job = AapJob.of(row);
      shown.put(job.id(), job);
    }
    for (AapJob before : asked) {
      Optional<AapJob> same =
          Optional.ofNullable(shown.get(before.id())).filter(before::isTheSameAs);
      same.ifPresentOrElse(
          now -> jobs.note(now, rows.asked()),
          () -> jobs.notShown(before, "AAP does not show it any more", rows.asked()));
    }
    boolean isNewestShown =
        jobs.newest().flatMap(job -> Optional.ofNullable(shown.get(job.id()))).isPresent();
    if (asked.stream().anyMatch(before -> isAnother(shown.get(before.id()), before))
        || jobs.newest().filter(newest -> isMissing(newest, asked, shown)).isPresent()) {
      // a database that was restored gives ids once more: there may be new jobs below the old ones
      from = Optional.empty();
      putBack = Optional.of(rows.asked().end());
      jobs.readAnew();
    } else if (isNewestShown) {
      certain = whole;
    }
  }

  private static boolean isMissing(AapJob job, List<AapJob> asked, Map<Long, AapJob> shown) {
    return asked.stream().anyMatch(each -> each.id() == job.id()) && !shown.containsKey(job.id());
  }

  private static boolean isAnother(@Nullable AapJob shown, AapJob before) {
    return shown != null && !before.isTheSameAs(shown);
  }

  private HttpUrl url(List<AapJob> asked) {
    return reader
        .base()
        .resource(
            "unified_jobs/",
            "id__in",
            joined(asked.stream().map(AapJob::id).toList()),
            "order_by",
            "id",
            "page_size",
            String.valueOf(PAGE),
            "count_disabled",
            "1");
  }

  private static int fewer(int size) {
    return Math.max(1, size / 7);
  }

  /** Begins anew, with nothing in mind. */
  void restart() {
    from = Optional.empty();
    jobs.clear();
  }

  private static String joined(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
