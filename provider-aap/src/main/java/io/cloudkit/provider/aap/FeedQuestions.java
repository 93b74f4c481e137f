package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provider.aap.FeedPlace.Mark;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** What a feed asks AAP, and where in the feed the rows of an answer are. Thread-safe. */
final class FeedQuestions {
  private final AapClient client;
  private final ServerTime serverTime;
  private final String field;
  private final List<String> filters;

  /**
   * Those of one feed.
   *
   * @param field {@code finished} or {@code started}
   * @param filters further ones, name and value in turn
   */
  FeedQuestions(AapClient client, ServerTime serverTime, String field, String... filters) {
    this.client = client;
    this.serverTime = serverTime;
    this.field = field;
    this.filters = List.of(filters);
  }

  /** The first rows after a place. */
  JsonNode page(FeedPlace at, Set<Long> templates, Instant until, int size) {
    // how many there are would cost AAP a count of them
    return rows(client.poll("news", url(at, templates, until, size, "count_disabled", "1")));
  }

  /** The one row that follows so many after a place; none if there are no more. */
  JsonNode rowBehind(int skipped, FeedPlace at, Set<Long> templates, Instant until) {
    // without the count AAP knows the first page alone (aap-api.md §5.8)
    String page = String.valueOf(skipped + 1);
    Answer answer = client.poll("news", url(at, templates, until, 1, "page", page));
    return answer.status() == 404 && answer.isJson()
        ? JsonNodeFactory.instance.arrayNode()
        : rows(answer);
  }

  /** Asks so that no row has to be shown: what fails at it fails altogether. */
  void probe(Set<Long> templates, Instant until) {
    rows(client.poll("news", url(FeedPlace.at(until), templates, until, 1, "count_disabled", "1")));
  }

  private JsonNode rows(Answer answer) {
    JsonNode rows = answer.rows();
    answer.date().ifPresent(serverTime::heard);
    return rows;
  }

  /** Where in this feed these rows are. */
  List<Mark> marks(JsonNode page) {
    List<Mark> marks = new ArrayList<>();
    page.forEach(row -> mark(row).ifPresent(marks::add));
    return marks;
  }

  private Optional<Mark> mark(JsonNode row) {
    try {
      Instant at = Instant.parse(row.path(field).asText());
      return Optional.of(new Mark(at, row.path("id").asLong()));
    } catch (DateTimeParseException odd) {
      return Optional.empty(); // no row of this feed
    }
  }

  private HttpUrl url(
      FeedPlace at, Set<Long> templates, Instant until, int size, String name, String value) {
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
        .addQueryParameter(name, value)
        .build();
  }

  private static String joined(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
