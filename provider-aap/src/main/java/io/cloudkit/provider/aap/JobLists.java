package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
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
   * Those of these jobs that fulfil a condition. One that AAP can not show, or of which a row is
   * too large, is left out, and the others are told.
   *
   * @param ids at most {@link #BATCH}, not none
   * @param filters name and value in turn
   */
  Reply of(List<Long> ids, String... filters) {
    Attempt whole = attempt(ids, filters);
    if (ids.size() == 1 && whole.bad() instanceof Answer.ServerErrorException alone) {
      throw alone; // nobody knows whether it is by the row
    }
    return whole.told(() -> halves(whole, filters));
  }

  /**
   * What came of a list.
   *
   * @param reply null if there was none
   * @param bad why there was none
   */
  private record Attempt(List<Long> ids, @Nullable Reply reply, @Nullable ProviderException bad) {
    boolean isError() {
      return bad instanceof Answer.ServerErrorException;
    }

    Reply told(Supplier<Reply> otherwise) {
      return reply == null ? otherwise.get() : reply;
    }
  }

  private Attempt attempt(List<Long> ids, String... filters) {
    try {
      Answer answer = client.poll("news", url(ids, filters));
      return new Attempt(ids, new Reply(jobs(answer.rows()), answer.date(), () -> {}), null);
    } catch (AapClient.TooLargeException | Answer.ServerErrorException bad) {
      // each row carries its variables, whatever their size (aap-api.md §15.1)
      return new Attempt(ids, null, bad);
    }
  }

  /** Both halves are tried before any part of them: an AAP that is sick is not asked on. */
  private Reply halves(Attempt whole, String... filters) {
    List<Long> ids = whole.ids();
    if (ids.size() == 1) {
      return leftOut(whole);
    }
    int half = ids.size() / 2;
    Attempt one = attempt(ids.subList(0, half), filters);
    Attempt other = attempt(ids.subList(half, ids.size()), filters);
    if (one.isError() && other.isError()) {
      throw Objects.requireNonNull(other.bad());
    }
    Reply first = one.told(() -> part(one, filters));
    Reply second = other.told(() -> part(other, filters));
    List<JobRow> both = new ArrayList<>(first.rows());
    both.addAll(second.rows());
    return new Reply(both, second.serverTime().or(first::serverTime), () -> {});
  }

  /** AAP answers for others; so it is by these rows. */
  private Reply part(Attempt bad, String... filters) {
    try {
      return halves(bad, filters);
    } catch (Answer.ServerErrorException severalBad) {
      return leftOut(bad);
    }
  }

  /** Told once for each job, not once a second. */
  private Reply leftOut(Attempt bad) {
    for (long job : bad.ids()) {
      if (complainedOf.size() < MOST_COMPLAINTS && complainedOf.add(job)) {
        String why = bad.bad() == null ? "" : bad.bad().getMessage();
        LOG.warn("job {} is left out of the news: {}", job, why);
      }
    }
    return Reply.of(() -> {});
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
