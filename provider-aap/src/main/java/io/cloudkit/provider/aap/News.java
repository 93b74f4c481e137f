package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.JobLists.Reply;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is new about many jobs, for one or two requests a second. Rows cost, not requests
 * (aap-api.md §15.9), so the questions are such that their usual answer is empty.
 *
 * <p>A few jobs are asked about by their ids: which of these have finished? Of many, the feed tells
 * whose end was written since it was read last, and what it can not see (an end that is written
 * late or by another clock, a template that nobody knows) the sweep finds, soon for workflows,
 * whose ends are written late by nature. Besides, whoever they are: which have begun, what became
 * of those that ended and have not settled, and is one that nobody has named for a minute still
 * there?
 *
 * <p>Called by one thread at a time.
 */
final class News {
  private static final Logger LOG = LoggerFactory.getLogger(News.class);

  /** A feed that begins anew reads what it read before: not each time that one job ends. */
  private static final int FEW_AGAIN = JobLists.BATCH * 3 / 4;

  private static final Duration FEW_BEGUN_EVERY = Duration.ofSeconds(5);
  private static final Duration BEGUN_EVERY = Duration.ofSeconds(10);
  private static final Duration SWEPT_EVERY = Duration.ofSeconds(5);
  private static final Duration WORKFLOWS_SWEPT_EVERY = Duration.ofSeconds(4);
  private static final Duration SETTLING_EVERY = Duration.ofSeconds(5);
  private static final Duration COMPLAINT_EVERY = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN_EVERY = Duration.ofSeconds(4);

  /** What is asked beside the question whether jobs have ended. */
  private enum Lane {
    SWEEP,
    WORKFLOWS,
    SETTLING,
    FORGOTTEN,
    BEGUN
  }

  private final Aside<Lane, Reply> aside;
  private final Jobs jobs;
  private final LongSupplier nanoTime;
  private final OurTemplates templates;
  private final JobLists lists;
  private final Followed followed = new Followed();
  private final Feed ends;
  private final Feed starts;
  private final Sweep sweep;
  private final Sweep workflows;
  private final Sweep settling;
  private final Pace fewBegun = new Pace(FEW_BEGUN_EVERY);
  private final Pace begun = new Pace(BEGUN_EVERY);
  private final Pace complaint = new Pace(COMPLAINT_EVERY);
  private final Pace forgotten = new Pace(FORGOTTEN_EVERY);
  private final Map<JobRef, JobObservation> found = new HashMap<>();
  private boolean areMany;

  /** Why nothing was answered when something was asked last; empty if something was. */
  private Optional<ProviderException> unanswered = Optional.empty();

  News(
      AapClient client,
      CallTime time,
      Executor executor,
      Jobs jobs,
      OurTemplates templates,
      LongSupplier nanoTime) {
    this.aside = new Aside<>(executor, time, Lane.class);
    this.jobs = jobs;
    this.templates = templates;
    this.nanoTime = nanoTime;
    this.lists = new JobLists(client, nanoTime);
    ServerTime serverTime = lists.serverTime();
    this.ends = new Feed(new FeedQuestions(client, serverTime, "finished"), time, serverTime);
    this.starts =
        new Feed(
            new FeedQuestions(client, serverTime, "started", "status", "running"),
            time,
            serverTime);
    this.sweep = new Sweep(lists, SWEPT_EVERY, "finished__isnull", "false");
    this.workflows = new Sweep(lists, WORKFLOWS_SWEPT_EVERY, "finished__isnull", "false");
    this.settling = new Sweep(lists, SETTLING_EVERY);
    this.fewBegun.taken(nanoTime.getAsLong());
  }

  synchronized Map<JobRef, JobObservation> of(Collection<JobQuery> active) {
    long now = nanoTime.getAsLong();
    followed.follow(active, now);
    List<Outcome<Reply>> outcomes = new ArrayList<>();
    Map<Long, JobRow> rows = new LinkedHashMap<>();
    Optional<Outcome<Reply>> ended = askAll(now).map(Outcome::of);
    aside.answers(
        (lane, outcome) -> {
          outcomes.add(outcome);
          outcome.answer().ifPresent(reply -> absorb(timely(lane, reply), rows));
        });
    // of two answers about one job the end stays
    ended.ifPresent(outcomes::add);
    ended.flatMap(Outcome::answer).ifPresent(reply -> absorb(reply, rows));
    Map<JobRef, JobObservation> news = new HashMap<>(found);
    found.clear();
    rows.values().forEach(row -> tell(row, news));
    report(outcomes);
    return news;
  }

  /** Asks aside what can wait, and gives the question that can not. */
  private Optional<Supplier<Reply>> askAll(long now) {
    List<Long> running = followed.running();
    areMany = running.size() > (areMany ? FEW_AGAIN : JobLists.BATCH);
    Optional<Supplier<Reply>> urgent;
    if (areMany) {
      urgent = askAboutMany(running, now);
    } else {
      ends.leave();
      starts.leave();
      urgent = askAboutFew(running, now);
    }
    List<Long> ended = followed.settling();
    if (aside.isFree(Lane.SETTLING) && settling.isDue(ended, now)) {
      settling.question(ended, now).ifPresent(each -> aside.ask(Lane.SETTLING, each));
    }
    if (aside.isFree(Lane.FORGOTTEN) && forgotten.isTime(now)) {
      followed.takeForgotten(now).ifPresent(each -> lookFor(each, now));
    }
    return urgent;
  }

  private Optional<Supplier<Reply>> askAboutFew(List<Long> running, long now) {
    if (aside.isFree(Lane.BEGUN) && fewBegun.isTime(now)) {
      fewBegun.taken(now);
      List<Long> notBegun = followed.notBegun();
      if (!notBegun.isEmpty()) {
        aside.ask(Lane.BEGUN, () -> lists.of(notBegun, "status", "running"));
      }
    }
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of(() -> lists.of(running, "finished__isnull", "false"));
  }

  private Optional<Supplier<Reply>> askAboutMany(List<Long> running, long now) {
    Map<Boolean, List<Long>> kinds =
        running.stream().collect(Collectors.partitioningBy(followed::isWorkflow));
    List<Long> flows = kinds.getOrDefault(true, List.of());
    List<Long> plain = kinds.getOrDefault(false, List.of());
    Set<Long> named = ends.named();
    boolean endedBeforeWeAsked =
        plain.stream().anyMatch(job -> sweep.isNew(job) && named.contains(job));
    if (aside.isFree(Lane.SWEEP)
        && (endedBeforeWeAsked || !ends.isRead() || sweep.isDue(plain, now))) {
      sweep.question(plain, now).ifPresent(each -> aside.ask(Lane.SWEEP, each));
    }
    if (aside.isFree(Lane.WORKFLOWS) && workflows.isDue(flows, now)) {
      workflows.question(flows, now).ifPresent(each -> aside.ask(Lane.WORKFLOWS, each));
    }
    if (aside.isFree(Lane.BEGUN) && begun.isTime(now)) {
      starts
          .question(templates::ids)
          .ifPresent(
              each -> {
                begun.taken(now);
                aside.ask(Lane.BEGUN, each);
              });
    }
    return ends.question(templates::ids);
  }

  /** A start was asked for before: who has ended since does not begin again. */
  private Reply timely(Lane lane, Reply reply) {
    return lane == Lane.BEGUN ? reply.only(row -> followed.isRunning(row.number())) : reply;
  }

  private void absorb(Reply reply, Map<Long, JobRow> rows) {
    reply.then().run();
    reply.rows().forEach(row -> rows.put(row.number(), row));
  }

  /**
   * A job was named, and perhaps says something new. Whether an end that its row does not prove is
   * one, the engine asks for each job by itself: here one would wait behind another's answer.
   */
  private void tell(JobRow row, Map<JobRef, JobObservation> news) {
    if (followed.isOurs(row)) {
      templates.learn(row);
    }
    followed
        .named(row, nanoTime.getAsLong())
        .ifPresent(query -> observe(query, news, () -> jobs.listed(query, row)));
  }

  /** What some answers say is news, whatever became of the others: they are asked again soon. */
  private void report(List<Outcome<Reply>> outcomes) {
    List<ProviderException> failures =
        outcomes.stream().flatMap(outcome -> outcome.failure().stream()).toList();
    if (!outcomes.isEmpty()) {
      boolean isSilent = failures.size() == outcomes.size();
      unanswered = isSilent ? Optional.of(failures.get(0)) : Optional.empty();
    } else if (followed.running().isEmpty() && followed.settling().isEmpty()) {
      unanswered = Optional.empty(); // nothing is left to ask
    }
    if (unanswered.isPresent()) {
      // in a tick that asks nothing, too: what was asked before is not known yet
      throw unanswered.get();
    }
    long now = nanoTime.getAsLong();
    if (!failures.isEmpty() && complaint.isTime(now)) {
      complaint.taken(now);
      LOG.warn(
          "{} of {} questions about jobs were not answered: {}; asking on",
          failures.size(),
          outcomes.size(),
          failures.get(0).getMessage());
    }
  }

  /** One at a time; the sooner the next, if there was something to find. */
  private void lookFor(JobQuery query, long now) {
    forgotten.taken(now);
    aside.ask(
        Lane.FORGOTTEN,
        () -> {
          JobObservation seen = jobs.observe(query);
          return Reply.of(() -> keep(query, seen));
        });
  }

  private void keep(JobQuery query, JobObservation seen) {
    boolean isActive = Followed.isActive(seen);
    if (!isActive) {
      forgotten.hurry();
    }
    if (!isActive || followed.isRunning(query)) {
      found.put(query.job(), seen);
    }
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

  /** The jobs that the engine asks about. */
  Followed followed() {
    return followed;
  }

  /** A job was read in detail. Called by any thread. */
  void readInDetail(JobRef job, JobObservation seen) {
    followed.readInDetail(job, seen);
  }
}
