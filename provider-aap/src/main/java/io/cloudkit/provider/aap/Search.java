package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of jobs from an id on, page by page, by the id of the last row: rows that come or go
 * meanwhile shift nothing. Only a client can look into the variables of a job (aap-api.md §4.1,
 * §4.6).
 */
final class Search {
  private static final int PAGE = 200;
  private static final int SLOWEST = 25;

  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** What a database was seen to be, and to hold. */
  private record Place(String uuid, Newest newest, Optional<Instant> at, long since) {}

  /** The job with the highest id of some. */
  record Newest(long id, Optional<Instant> created) {}

  private final AapClient client;
  private final LongSupplier nanoTime;
  private final SeenDatabase database = new SeenDatabase();
  private volatile @Nullable Place place;

  Search(AapClient client, LongSupplier nanoTime) {
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * Where a search goes on.
   *
   * @param after the id of the last row that was read
   * @param size rows for the next page, 1..200
   */
  record Position(long after, int size) {
    static Position after(long id) {
      return new Position(id, PAGE);
    }

    /** The same place, for a server that could not answer with so many rows. */
    Position slower() {
      return new Position(after, Math.min(size, Math.max(SLOWEST, size / 2)));
    }
  }

  /**
   * Some rows in the order of their ids.
   *
   * @param next where the next page begins, for rows that come later if this was the last
   */
  record Page(List<JobRow> rows, Position next, boolean isLast) {}

  /**
   * The next page.
   *
   * @param query more filters, name and value in turn
   */
  Page page(Position from, String... query) {
    int size = from.size();
    while (true) {
      try {
        return page(from.after(), size, query);
      } catch (AapClient.TooLargeException heavy) {
        // each row carries its variables, whatever their size (aap-api.md §15.1)
        if (size == 1) {
          throw heavy;
        }
        size = Math.max(1, size / 4);
      }
    }
  }

  private Page page(long after, int size, String... query) {
    HttpUrl.Builder url =
        client
            .url("unified_jobs/", query)
            .newBuilder()
            .addQueryParameter("id__gt", String.valueOf(after))
            .addQueryParameter("order_by", "id")
            .addQueryParameter("page_size", String.valueOf(size));
    Answer answer = client.get("search", url.build());
    long last = after;
    List<JobRow> rows = new ArrayList<>();
    for (JsonNode row : answer.rows()) {
      last = Math.max(last, row.path("id").asLong());
      JobRow.of(row).ifPresent(rows::add);
    }
    // not by the number of rows: a server may be set to smaller pages than were asked for
    boolean isLast = answer.body().path("next").isNull();
    if (!isLast && last == after) {
      throw new ProviderException(
          answer.request() + ": expected jobs with ids above " + after + ", found none of them");
    }
    return new Page(rows, new Position(last, size), isLast);
  }

  /**
   * The jobs after an id that fulfil a condition, oldest first: all of them, or an exception if the
   * time of the call ends before.
   *
   * @param query more filters, name and value in turn
   */
  List<JobRow> jobsAfter(long id, Predicate<JobRow> condition, String... query) {
    List<JobRow> found = new ArrayList<>();
    Page page = page(Position.after(id), query);
    page.rows().stream().filter(condition).forEach(found::add);
    while (!page.isLast()) {
      page = page(page.next(), query);
      page.rows().stream().filter(condition).forEach(found::add);
    }
    return found;
  }

  /**
   * The database and an id that is not above the next job's, as they were within the last half
   * minute. An older id costs a later search some rows and nothing else, and a restore takes
   * longer: so most launches ask nothing.
   */
  Bookmark bookmark(long template) {
    Place known = place;
    if (known == null || nanoTime.getAsLong() - known.since() > REMEMBERED.toNanos()) {
      long since = nanoTime.getAsLong();
      Answer identity = identity();
      known =
          new Place(
              installUuid(identity),
              newest().orElse(new Newest(0, Optional.empty())),
              identity.date(),
              since);
      place = known;
    }
    Newest newest = known.newest();
    return new Bookmark(known.uuid(), newest.id(), newest.created(), known.at(), template);
  }

  /**
   * The job with the highest id that AAP shows.
   *
   * @param query more filters, name and value in turn
   */
  Optional<Newest> newest(String... query) {
    HttpUrl url =
        client
            .url("unified_jobs/", query)
            .newBuilder()
            .addQueryParameter("order_by", "-id")
            .addQueryParameter("page_size", "1")
            .addQueryParameter("count_disabled", "1")
            .build();
    JsonNode row = client.get("watermark", url).rows().path(0);
    long id = row.path("id").asLong(0);
    return id == 0 ? Optional.empty() : Optional.of(new Newest(id, JobRow.time(row, "created")));
  }

  /** AAP's word on which database it has, with its time (aap-api.md §1.3). */
  Answer identity() {
    Answer answer = client.get(AapClient.PING, client.url("ping/"));
    database.saw(installUuid(answer));
    return answer;
  }

  /** Tells whether it is another one than before. */
  SeenDatabase database() {
    return database;
  }

  /** The identity of the database, out of an {@link #identity}. */
  static String installUuid(Answer answer) {
    String uuid = answer.body().path("install_uuid").asText("");
    if (uuid.isEmpty()) {
      throw new ProviderException(
          answer.request()
              + ": expected an AAP controller with an install_uuid, found other JSON; check the"
              + " setting url");
    }
    return uuid;
  }
}
