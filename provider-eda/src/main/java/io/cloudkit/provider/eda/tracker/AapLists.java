package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provider.eda.tracker.AapReader.Rows;
import io.cloudkit.provider.eda.tracker.AapReader.TooLargeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Reads the jobs of the templates: each once when it is new, and those again that are named. Only a
 * client can look into the variables of a job (aap-api.md §4.1, §4.6). Used by one thread.
 */
final class AapLists {
  /** Rows of one list: they cost, not requests (aap-api.md §15.9). */
  static final int PAGE = 50;

  private static final int MOST_PAGES = 4;

  private final AapReader reader;
  private final AapTemplates templates;
  private final AapJobs jobs;
  private final Duration longestLife;
  private final LongSupplier nanoTime;

  /** Jobs from then on are read, by AAP's clock. */
  private Optional<Instant> from = Optional.empty();

  /**
   * Into those jobs.
   *
   * @param longestLife of a job: twice as old ones are of no use
   */
  AapLists(
      AapReader reader,
      AapTemplates templates,
      AapJobs jobs,
      Duration longestLife,
      LongSupplier nanoTime) {
    this.reader = reader;
    this.templates = templates;
    this.jobs = jobs;
    this.longestLife = longestLife;
    this.nanoTime = nanoTime;
  }

  /**
   * Reads what is new, in a few requests.
   *
   * @return whether that was all
   */
  boolean readNew() {
    AapTemplates.Known known = templates.resolve();
    if (from.isEmpty()) {
      from = known.date().map(date -> date.minus(longestLife.multipliedBy(2)));
    }
    int size = PAGE;
    for (int page = 0; page < MOST_PAGES; page++) {
      AapJobs.Place place = jobs.place(nanoTime.getAsLong());
      if (place.isFull()) {
        return false;
      }
      try {
        if (read(reader.list(url(known.ids(), place, size), reader.usualEnd()))) {
          return true;
        }
      } catch (TooLargeException heavy) {
        if (size == 1) {
          throw heavy;
        }
        size = fewer(size);
      }
    }
    return false;
  }

  private boolean read(Rows page) {
    for (JsonNode row : page.rows()) {
      jobs.found(AapJob.of(row), page.date(), nanoTime.getAsLong());
    }
    return page.isLast();
  }

  private HttpUrl url(String ids, AapJobs.Place place, int size) {
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
    if (!place.without().isEmpty()) {
      url.addQueryParameter("not__id__in", joined(place.without()));
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
        compare(asked, reader.list(url(asked), reader.usualEnd()).rows());
        return;
      } catch (TooLargeException heavy) {
        if (asked.size() == 1) {
          throw heavy;
        }
        asked = asked.subList(0, fewer(asked.size()));
      }
    }
  }

  private void compare(List<AapJob> asked, JsonNode rows) {
    long now = nanoTime.getAsLong();
    Map<Long, AapJob> shown = new HashMap<>();
    for (JsonNode row : rows) {
      AapJob job = AapJob.of(row);
      shown.put(job.id(), job);
    }
    if (asked.stream().anyMatch(job -> isAnother(shown.getOrDefault(job.id(), job), job))) {
      // a database that was restored gives ids once more: all that was read is of another one
      restart();
      return;
    }
    asked.forEach(job -> jobs.note(shown.getOrDefault(job.id(), job.vanished()), now));
  }

  private static boolean isAnother(AapJob job, AapJob before) {
    return !job.effort().equals(before.effort());
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

  /** Begins anew. */
  void restart() {
    from = Optional.empty();
    jobs.clear();
  }

  private static String joined(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
