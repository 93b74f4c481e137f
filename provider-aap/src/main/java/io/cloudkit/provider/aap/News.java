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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
  private final AtOnce atOnce;
  private final Jobs jobs;
  private final LongSupplier nanoTime;
  private final Map<JobRef, Known> known = new ConcurrentHashMap<>();
  private long lastBegun;

  News(AapClient client, AtOnce atOnce, Jobs jobs, LongSupplier nanoTime) {
    this.atOnce = atOnce;
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
    List<AtOnce.Outcome<List<JobRow>>> answers = atOnce.ask(questions(byNumber, now));
    for (AtOnce.Outcome<List<JobRow>> answer : answers) {
      answer.answer().orElse(List.of()).forEach(row -> named(row, byNumber, news));
    }
    report(answers);
    lookForOneForgotten(byNumber.values(), news);
    return news;
  }

  private List<Supplier<List<JobRow>>> questions(Map<Long, JobQuery> byNumber, long now) {
    List<Supplier<List<JobRow>>> questions = new ArrayList<>();
    if (now - lastBegun >= BEGUN_EVERY.toNanos()) {
      lastBegun = now;
      List<Long> notBegun =
          byNumber.entrySet().stream()
              .filter(each -> knownOf(each.getValue()).status.isEmpty())
              .map(Map.Entry::getKey)
              .toList();
      questions.addAll(questions(notBegun, "status", "running"));
    }
    // last, for of two answers about one job the later one stays
    questions.addAll(questions(List.copyOf(byNumber.keySet()), "finished__isnull", "false"));
    return questions;
  }

  private List<Supplier<List<JobRow>>> questions(List<Long> ids, String filter, String value) {
    List<Supplier<List<JobRow>>> questions = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += BATCH) {
      List<Long> batch = ids.subList(i, Math.min(i + BATCH, ids.size()));
      questions.add(() -> rows(batch, filter, value));
    }
    return questions;
  }

  /** The rows that are jobs; what else somebody wrote among them says nothing. */
  private List<JobRow> rows(List<Long> ids, String filter, String value) {
    List<JobRow> jobs = new ArrayList<>();
    try {
      for (JsonNode row : client.poll("news", url(ids, filter, value)).rows()) {
        JobRow.of(row).ifPresent(jobs::add);
      }
    } catch (AapClient.TooLargeException heavy) {
      // each row carries its variables, whatever their size (aap-api.md §15.1)
      if (ids.size() == 1) {
        throw heavy;
      }
      int half = ids.size() / 2;
      jobs.addAll(rows(ids.subList(0, half), filter, value));
      jobs.addAll(rows(ids.subList(half, ids.size()), filter, value));
    }
    return jobs;
  }

  /** What some answers say is news, whatever became of the others: they are asked again soon. */
  private static void report(List<AtOnce.Outcome<List<JobRow>>> answers) {
    List<ProviderException> failures =
        answers.stream().flatMap(answer -> answer.failure().stream()).toList();
    if (!failures.isEmpty() && failures.size() == answers.size()) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      LOG.warn(
          "{} of {} lists of jobs could not be read: {}",
          failures.size(),
          answers.size(),
          failures.get(0).getMessage());
    }
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
  private void named(JobRow row, Map<Long, JobQuery> byNumber, Map<JobRef, JobObservation> news) {
    JobQuery query = byNumber.get(row.number());
    if (query == null) {
      return;
    }
    Known job = knownOf(query);
    job.named = nanoTime.getAsLong();
    String status = row.row().path("status").asText();
    // who still asks about an end has not heard of it, or waits for it to settle
    boolean unheard =
        JobRow.state(status).isTerminal() && job.named - job.told >= TOLD_AGAIN_AFTER.toNanos();
    if (unheard || !status.equals(job.status)) {
      observe(query, news, () -> jobs.listed(query, row));
      job.status = status;
      job.told = job.named;
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
              observe(query, news, () -> jobs.observe(query));
            });
  }

  /** What can not be said of one job must not keep the others from being heard of. */
  private static void observe(
      JobQuery query, Map<JobRef, JobObservation> news, Supplier<JobObservation> look) {
    try {
      news.put(query.job(), look.get());
    } catch (ProviderException unknown) {
      LOG.debug("job {}: {}", query.job(), unknown.getMessage());
    } catch (RuntimeException defect) {
      LOG.error("job {}: a defect", query.job(), defect);
    }
  }

  private Known knownOf(JobQuery query) {
    return known.computeIfAbsent(query.job(), any -> new Known(nanoTime.getAsLong()));
  }
}
