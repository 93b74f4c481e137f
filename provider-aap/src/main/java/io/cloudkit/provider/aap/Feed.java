package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provider.aap.FeedPlace.Mark;
import io.cloudkit.provider.aap.JobLists.Reply;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Whose ends (or starts) AAP wrote down since the last reading: one request, whether fifty jobs run
 * or ten thousand, and each row once. It sees what carries one of our templates and a time that is
 * near the server's; what it can not see the sweep corrects. Its questions may be asked on any
 * thread, everything else on one at a time.
 */
final class Feed {
  private static final int PAGE = 200;

  /** A feed begins so long ago, for what happened between two leaders. */
  private static final Duration LOOKBACK = Duration.ofMinutes(1);

  /** What a node wrote whose clock is further ahead would be read again and again until then. */
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final AapClient client;
  private final CallTime time;
  private final ServerTime serverTime;
  private final String field;
  private final List<String> filters;
  private Optional<FeedPlace> place = Optional.empty();
  private boolean answered;

  /**
   * A feed that was not read yet.
   *
   * @param field {@code finished} or {@code started}
   * @param filters further ones, name and value in turn
   */
  Feed(AapClient client, CallTime time, ServerTime serverTime, String field, String... filters) {
    this.client = client;
    this.time = time;
    this.serverTime = serverTime;
    this.field = field;
    this.filters = List.of(filters);
  }

  /** Nobody reads it for a while: it begins anew. */
  void leave() {
    place = Optional.empty();
    answered = false;
  }

  /** Whether its last question was answered. */
  boolean isRead() {
    return answered;
  }

  /** The jobs that it named lately, some perhaps before anybody asked about them. */
  Set<Long> named() {
    return place.stream()
        .flatMap(at -> at.read().stream())
        .map(Mark::id)
        .collect(Collectors.toSet());
  }

  /** What to ask now; empty while nobody knows the server's time. */
  Optional<Supplier<Reply>> question(Supplier<Set<Long>> templates) {
    return serverTime.now().map(now -> question(templates, now));
  }

  private Supplier<Reply> question(Supplier<Set<Long>> templates, Instant now) {
    answered = false;
    FeedPlace from =
        place
            // a server's clock can be set back, or its database put back in time
            .filter(at -> !at.floor().at().isAfter(now))
            .orElseGet(() -> FeedPlace.at(now.minus(LOOKBACK)));
    return () -> new Reading(from, templates.get(), now).whole();
  }

  private void arriveAt(FeedPlace next) {
    place = Optional.of(next);
    answered = true;
  }

  /** All pages from a place on, or as many as half of the call's time allows. */
  private final class Reading {
    private final Set<Long> templates;
    private final Instant until;
    private final List<JobRow> rows = new ArrayList<>();
    private FeedPlace at;
    private Instant now;
    private int size = PAGE;
    private boolean isLast;

    Reading(FeedPlace from, Set<Long> templates, Instant now) {
      this.at = from;
      this.templates = templates;
      this.now = now;
      this.until = now.plus(AHEAD);
    }

    Reply whole() {
      try {
        while (!isLast) {
          page();
        }
      } catch (ProviderException broken) {
        if (rows.isEmpty()) {
          throw broken;
        }
      }
      return new Reply(rows, () -> arriveAt(at));
    }

    private void page() {
      try {
        Answer answer = client.poll("news", url(at, templates, until, size));
        JsonNode page = answer.rows();
        rows.addAll(JobLists.jobs(page));
        answer.date().ifPresent(serverTime::heard);
        now = serverTime.now().orElse(now);
        FeedPlace next = at.after(marks(page), now);
        isLast = page.size() < size || next.equals(at) || time.isHalfOver();
        at = next;
      } catch (AapClient.TooLargeException heavy) {
        // each row carries its variables, whatever their size (aap-api.md §15.1)
        if (size == 1) {
          // that row is left to those who ask by id
          at = FeedPlace.at(now);
          isLast = true;
        }
        size = Math.max(1, size / 4);
      }
    }
  }

  private List<Mark> marks(JsonNode page) {
    List<Mark> marks = new ArrayList<>();
    for (JsonNode row : page) {
      try {
        marks.add(new Mark(Instant.parse(row.path(field).asText()), row.path("id").asLong()));
      } catch (DateTimeParseException odd) {
        // no row of this feed
      }
    }
    return marks;
  }

  private HttpUrl url(FeedPlace at, Set<Long> templates, Instant until, int size) {
    Mark floor = at.floor();
    HttpUrl.Builder url =
        client
            .url("unified_jobs/", filters.toArray(String[]::new))
            .newBuilder()
            .addQueryParameter("unified_job_template__in", joined(templates))
            .addQueryParameter(field + "__gte", floor.at().toString())
            .addQueryParameter(field + "__lt", until.toString());
    if (floor.id() > 0) {
      // of those at the very time of the floor, the ones after it
      url.addQueryParameter("or__" + field + "__gt", floor.at().toString())
          .addQueryParameter("or__id__gt", String.valueOf(floor.id()));
    }
    if (!at.read().isEmpty()) {
      url.addQueryParameter("not__id__in", joined(at.read().stream().map(Mark::id).toList()));
    }
    return url.addQueryParameter("order_by", field + ",id")
        .addQueryParameter("page_size", String.valueOf(size))
        .addQueryParameter("count_disabled", "1")
        .build();
  }

  private static String joined(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
