package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final int MAX_PAGES = 100;

  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** What a database was seen to be, and to hold. */
  private record Place(String uuid, long highestId, long since) {}

  private final AapClient client;
  private final LongSupplier nanoTime;
  private volatile @Nullable Place place;

  Search(AapClient client, LongSupplier nanoTime) {
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /** There are more rows than are read; what was looked for may be behind them. */
  static final class TooManyException extends ProviderException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("AAP has more than " + PAGE * MAX_PAGES + " jobs to look through");
    }
  }

  /**
   * The jobs after an id that fulfil a condition, oldest first.
   *
   * @param query more filters, name and value in turn
   */
  List<JobRow> jobsAfter(long id, Predicate<JobRow> condition, String... query) {
    List<JobRow> found = new ArrayList<>();
    long last = id;
    int size = PAGE;
    for (int page = 0; page < MAX_PAGES; page++) {
      HttpUrl.Builder url =
          client
              .url("unified_jobs/", query)
              .newBuilder()
              .addQueryParameter("id__gt", String.valueOf(last))
              .addQueryParameter("order_by", "id")
              .addQueryParameter("page_size", String.valueOf(size));
      Answer answer;
      try {
        answer = client.get("search", url.build());
      } catch (AapClient.TooLargeException heavy) {
        // each row carries its variables, whatever their size (aap-api.md §15.1)
        if (size == 1) {
          throw heavy;
        }
        size = Math.max(1, size / 4);
        continue;
      }
      for (JsonNode row : answer.rows()) {
        last = Math.max(last, row.path("id").asLong());
        JobRow.of(row).filter(condition).ifPresent(found::add);
      }
      // not by the number of rows: a server may be set to smaller pages than were asked for
      if (answer.body().path("next").isNull()) {
        return found;
      }
    }
    throw new TooManyException();
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
      known = new Place(installUuid(), highestId(), since);
      place = known;
    }
    return new Bookmark(known.uuid(), known.highestId(), template);
  }

  /** The highest id that any job has; 0 if there is none. */
  private long highestId() {
    HttpUrl url =
        client.url("unified_jobs/", "order_by", "-id", "page_size", "1", "count_disabled", "1");
    return client.get("watermark", url).rows().path(0).path("id").asLong(0);
  }

  /** The identity of the database (aap-api.md §1.3). */
  String installUuid() {
    Answer answer = client.get("ping", client.url("ping/"));
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
