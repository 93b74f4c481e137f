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

  private record Install(String uuid, long since) {}

  private final AapClient client;
  private final LongSupplier nanoTime;
  private volatile @Nullable Install install;

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
    for (int page = 0; page < MAX_PAGES; page++) {
      HttpUrl.Builder url =
          client
              .url("unified_jobs/", query)
              .newBuilder()
              .addQueryParameter("id__gt", String.valueOf(last))
              .addQueryParameter("order_by", "id")
              .addQueryParameter("page_size", String.valueOf(PAGE))
              .addQueryParameter("count_disabled", "1");
      JsonNode rows = client.get("search", url.build()).body().path("results");
      for (JsonNode row : rows) {
        last = Math.max(last, row.path("id").asLong());
        JobRow.of(row).filter(condition).ifPresent(found::add);
      }
      if (rows.size() < PAGE) {
        return found;
      }
    }
    throw new TooManyException();
  }

  /** The highest id that any job has; 0 if there is none. */
  long highestId() {
    HttpUrl url = client.url("unified_jobs/", "order_by", "-id", "page_size", "1");
    return client.get("watermark", url).body().path("results").path(0).path("id").asLong(0);
  }

  /** As it was asked for within the last half minute: a restore takes longer. */
  String installUuidOfLate() {
    Install known = install;
    if (known == null || nanoTime.getAsLong() - known.since() > REMEMBERED.toNanos()) {
      known = new Install(installUuid(), nanoTime.getAsLong());
      install = known;
    }
    return known.uuid();
  }

  String installUuid() {
    return client.get("ping", client.url("ping/")).body().path("install_uuid").asText("");
  }
}
