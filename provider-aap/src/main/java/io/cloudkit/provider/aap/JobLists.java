package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
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

  /** How often it is looked for bad rows at once: eight times for each of a full list. */
  private static final int MOST_ERRORS = 24;

  private static final Duration LEFT_OUT_FOR = Duration.ofMinutes(1);
  private static final Reply NOTHING = Reply.of(() -> {});

  private final AapClient client;
  private final ServerTime serverTime;
  private final LongSupplier nanoTime;
  private final Set<Long> complainedOf = ConcurrentHashMap.newKeySet();
  private final Map<Long, Long> leftOut = new ConcurrentHashMap<>();

  JobLists(AapClient client, LongSupplier nanoTime) {
    this.client = client;
    this.serverTime = new ServerTime(nanoTime);
    this.nanoTime = nanoTime;
  }

  /**
   * What a list said.
   *
   * @param rows that are jobs; what else somebody wrote among them says nothing
   * @param then what is to be done with it on the thread that asked, if it came in time
   */
  record Reply(List<JobRow> rows, Runnable then) {
    static Reply of(Runnable then) {
      return new Reply(List.of(), then);
    }

    Reply only(Predicate<JobRow> condition) {
      return new Reply(rows.stream().filter(condition).toList(), then);
    }

    /** The rows of both. */
    Reply and(Reply later) {
      List<JobRow> both = new ArrayList<>(rows);
      both.addAll(later.rows);
      return new Reply(both, () -> {});
    }

    Reply then(Runnable next) {
      return new Reply(rows, next);
    }
  }

  /** What its answers, and those of whoever else tells it, say of the server's time. */
  ServerTime serverTime() {
    return serverTime;
  }

  /** The jobs in a list, whatever else is in it. */
  static List<JobRow> jobs(JsonNode rows) {
    List<JobRow> jobs = new ArrayList<>();
    rows.forEach(row -> JobRow.of(row).ifPresent(jobs::add));
    return jobs;
  }

  /**
   * Those of these jobs that fulfil a condition. One that AAP can not show, or of which a row is
   * too large, is left out for a minute, and the others are told.
   *
   * @param ids at most {@link #BATCH}, not none
   * @param filters name and value in turn
   */
  Reply of(List<Long> ids, String... filters) {
    long now = nanoTime.getAsLong();
    leftOut.values().removeIf(since -> now - since >= LEFT_OUT_FOR.toNanos());
    List<Long> asked = ids.stream().filter(id -> !leftOut.containsKey(id)).toList();
    if (asked.isEmpty()) {
      return NOTHING;
    }
    Attempt whole = attempt(asked, filters);
    if (asked.size() == 1 && whole.bad() instanceof Answer.ServerErrorException alone) {
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
      List<JobRow> rows = jobs(answer.rows());
      answer.date().ifPresent(serverTime::heard);
      return new Attempt(ids, new Reply(rows, () -> {}), null);
    } catch (AapClient.TooLargeException | Answer.ServerErrorException bad) {
      // each row carries its variables, whatever their size (aap-api.md §15.1)
      return new Attempt(ids, null, bad);
    }
  }

  /** Both halves are tried before any part of them: an AAP that is sick is not asked on. */
  private Reply halves(Attempt whole, String... filters) {
    if (whole.ids().size() == 1) {
      return leaveOut(whole);
    }
    Attempt one = attempt(half(whole, 0), filters);
    Attempt other = attempt(half(whole, 1), filters);
    if (one.isError() && other.isError()) {
      throw Objects.requireNonNull(other.bad());
    }
    AtomicInteger errors = new AtomicInteger(MOST_ERRORS);
    Reply first = one.told(() -> part(one, errors, filters));
    return first.and(other.told(() -> part(other, errors, filters)));
  }

  /** AAP answers for others; so it is by rows of these. What is not found in time, is later. */
  private Reply part(Attempt bad, AtomicInteger errors, String... filters) {
    if (bad.ids().size() == 1) {
      return leaveOut(bad);
    }
    if (bad.isError() && errors.decrementAndGet() < 0) {
      return NOTHING;
    }
    Attempt one = attempt(half(bad, 0), filters);
    Attempt other = attempt(half(bad, 1), filters);
    Reply first = one.told(() -> part(one, errors, filters));
    return first.and(other.told(() -> part(other, errors, filters)));
  }

  private static List<Long> half(Attempt whole, int which) {
    List<Long> ids = whole.ids();
    int middle = ids.size() / 2;
    return which == 0 ? ids.subList(0, middle) : ids.subList(middle, ids.size());
  }

  /** It is looked at by itself when nothing was heard of it for a minute. Told once. */
  private Reply leaveOut(Attempt single) {
    long job = single.ids().get(0);
    leftOut.put(job, nanoTime.getAsLong());
    if (complainedOf.size() < MOST_COMPLAINTS && complainedOf.add(job)) {
      String why = single.bad() == null ? "" : single.bad().getMessage();
      LOG.warn("job {} is left out of the news: {}", job, why);
    }
    return NOTHING;
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
