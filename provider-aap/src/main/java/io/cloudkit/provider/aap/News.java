package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is new about many jobs, for few requests. Rows cost, not requests (aap-api.md §15.9), so the
 * questions are such that their usual answer is empty: which of these have finished? Now and then:
 * which have begun? And one at a time: is one that nobody has named for a minute still there?
 * Called by one thread at a time.
 */
final class News {
  private static final Logger LOG = LoggerFactory.getLogger(News.class);
  private static final int BATCH = 200;
  private static final Duration BEGUN_EVERY = Duration.ofSeconds(5);
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(60);

  private static final Duration TOLD_AGAIN_AFTER = Duration.ofSeconds(15);

  private static final class Known {
    private volatile String status = "";
    private long named;
    private long told;

    Known(long now) {
      named = now;
      told = now;
    }
  }

  private final AapClient client;
  private final Jobs jobs;
  private final LongSupplier nanoTime;
  private final Map<JobRef, Known> known = new ConcurrentHashMap<>();
  private long lastBegun;

  News(AapClient client, Jobs jobs, LongSupplier nanoTime) {
    this.client = client;
    this.jobs = jobs;
    this.nanoTime = nanoTime;
    this.lastBegun = nanoTime.getAsLong();
  }

  synchronized Map<JobRef, JobObservation> of(Collection<JobQuery> active) {
    long now = nanoTime.getAsLong();
    Map<Long, JobQuery> byNumber = new HashMap<>();
    for (JobQuery query : active) {
      JobId.parse(query.job().id()).ifPresent(id -> byNumber.put(id.number(), query));
      known.computeIfAbsent(query.job(), any -> new Known(now));
    }
    known.keySet().retainAll(active.stream().map(JobQuery::job).collect(Collectors.toSet()));
    Map<JobRef, JobObservation> news = new HashMap<>();
    try {
      ask(new ArrayList<>(byNumber.keySet()), byNumber, news, "finished__isnull", "false");
      if (now - lastBegun >= BEGUN_EVERY.toNanos()) {
        lastBegun = now;
        askWhichBegan(byNumber, news);
      }
      lookForOneForgotten(byNumber.values(), news);
    } catch (ProviderException interrupted) {
      // what was seen before must not be lost: it is not new a second time
      if (news.isEmpty()) {
        throw interrupted;
      }
      LOG.debug("news are not complete: {}", interrupted.getMessage());
    }
    return news;
  }

  /**
   * A job was read in detail: one that runs on, whatever lists say, is news with every tick. Called
   * by any thread, and never waits for a list that is being read.
   */
  void readInDetail(JobRef job, JobObservation seen) {
    boolean runsOn =
        seen.match(each -> !each.state().isTerminal(), p -> false, h -> false, f -> false);
    Known of = known.get(job);
    if (of != null && runsOn && JobRow.state(of.status).isTerminal()) {
      of.status = "running";
    }
  }

  private void askWhichBegan(Map<Long, JobQuery> byNumber, Map<JobRef, JobObservation> news) {
    List<Long> notBegun = new ArrayList<>();
    byNumber.forEach(
        (number, query) -> {
          if (knownOf(query).status.isEmpty()) {
            notBegun.add(number);
          }
        });
    ask(notBegun, byNumber, news, "status", "running");
  }

  private void ask(
      List<Long> numbers,
      Map<Long, JobQuery> byNumber,
      Map<JobRef, JobObservation> news,
      String filter,
      String value) {
    for (int i = 0; i < numbers.size(); i += BATCH) {
      List<Long> batch = numbers.subList(i, Math.min(i + BATCH, numbers.size()));
      for (JsonNode row : client.get("news", url(batch, filter, value)).rows()) {
        Optional<JobQuery> query = Optional.ofNullable(byNumber.get(row.path("id").asLong()));
        Optional<JobRow> job = JobRow.of(row);
        if (query.isPresent() && job.isPresent()) {
          named(query.get(), job.get(), news);
        }
      }
    }
  }

  private HttpUrl url(List<Long> ids, String filter, String value) {
    return client.url(
        "unified_jobs/",
        "id__in",
        ids.stream().map(String::valueOf).collect(Collectors.joining(",")),
        filter,
        value,
        "page_size",
        String.valueOf(BATCH),
        "order_by",
        "id",
        "count_disabled",
        "1");
  }

  /**
   * A job was named, and perhaps says something new. Whether an end that its row does not prove is
   * one, the engine asks for each job by itself: here one would wait behind another's answer.
   */
  private void named(JobQuery query, JobRow row, Map<JobRef, JobObservation> news) {
    Known job = knownOf(query);
    job.named = nanoTime.getAsLong();
    String status = row.row().path("status").asText();
    // who still asks about an end has not heard of it, or waits for it to settle
    boolean unheard =
        JobRow.state(status).isTerminal() && job.named - job.told >= TOLD_AGAIN_AFTER.toNanos();
    if (unheard || !status.equals(job.status)) {
      job.status = status;
      job.told = job.named;
      news.put(query.job(), jobs.listed(query, row));
    }
  }

  private void lookForOneForgotten(Collection<JobQuery> active, Map<JobRef, JobObservation> news) {
    long now = nanoTime.getAsLong();
    active.stream()
        .filter(query -> now - knownOf(query).named >= FORGOTTEN_AFTER.toNanos())
        .min((one, other) -> Long.compare(knownOf(one).named - now, knownOf(other).named - now))
        .ifPresent(
            query -> {
              knownOf(query).named = now;
              observe(query, news);
            });
  }

  private void observe(JobQuery query, Map<JobRef, JobObservation> news) {
    try {
      news.put(query.job(), jobs.observe(query));
    } catch (ProviderException unknown) {
      LOG.debug("job {}: {}", query.job(), unknown.getMessage());
    }
  }

  private Known knownOf(JobQuery query) {
    return known.computeIfAbsent(query.job(), any -> new Known(nanoTime.getAsLong()));
  }
}
