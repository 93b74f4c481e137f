package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks about many jobs by their ids. Thread-safe. */
final class JobLists {
  /** The request line of a web server has its limit (aap-api.md §10.2), and so has a page. */
  static final int BATCH = 200;

  private static final Logger LOG = LoggerFactory.getLogger(JobLists.class);

  private static final int MOST_COMPLAINTS = 100;

  private final AapClient client;
  private final Set<Long> complainedOf = ConcurrentHashMap.newKeySet();

  JobLists(AapClient client) {
    this.client = client;
  }

  /**
   * What a list said.
   *
   * @param rows that are jobs; what else somebody wrote among them says nothing
   * @param serverTime when it was written, by the server's clock
   * @param then what is to be done with it on the thread that asked, if it came in time
   */
  record Reply(List<JobRow> rows, Optional<Instant> serverTime, Runnable then) {
    static Reply of(Runnable then) {
      return new Reply(List.of(), Optional.empty(), then);
    }

    Reply only(Predicate<JobRow> condition) {
      return new Reply(rows.stream().filter(condition).toList(), serverTime, then);
    }

    Reply then(Runnable next) {
      return new Reply(rows, serverTime, next);
    }
  }

  /** The jobs in a list, whatever else is in it. */
  static List<JobRow> jobs(JsonNode rows) {
    List<JobRow> jobs = new ArrayList<>();
    rows.forEach(row -> JobRow.of(row).ifPresent(jobs::add));
    return jobs;
  }

  /**
   * Those of these jobs that fulfil a condition.
   *
   * @param ids at most {@link #BATCH}, not none
   * @param filters name and value in turn
   */
  Reply of(List<Long> ids, String... filters) {
    try {
      Answer answer = client.poll("news", url(ids, filters));
      return new Reply(jobs(answer.rows()), answer.date(), () -> {});
    } catch (AapClient.TooLargeException heavy) {
      // each row carries its variables, whatever their size (aap-api.md §15.1)
      if (ids.size() == 1) {
        complain(ids.get(0), heavy);
        return Reply.of(() -> {});
      }
      int half = ids.size() / 2;
      Reply one = of(ids.subList(0, half), filters);
      Reply other = of(ids.subList(half, ids.size()), filters);
      List<JobRow> both = new ArrayList<>(one.rows());
      both.addAll(other.rows());
      return new Reply(both, other.serverTime().or(one::serverTime), () -> {});
    }
  }

  /** Once for each job, not once a second. */
  private void complain(long job, AapClient.TooLargeException heavy) {
    if (complainedOf.size() < MOST_COMPLAINTS && complainedOf.add(job)) {
      LOG.warn("job {} is left out of the news: {}", job, heavy.getMessage());
    }
  }

  private HttpUrl url(List<Long> ids, String... filters) {
    return client
        .url("unified_jobs/", filters)
        .newBuilder()
        .addQueryParameter(
            "id__in", ids.stream().map(String::valueOf).collect(Collectors.joining(",")))
        .addQueryParameter("page_size", String.valueOf(BATCH))
        .addQueryParameter("order_by", "id")
        .addQueryParameter("count_disabled", "1")
        .build();
  }
}
