package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.PlaybookScript;
import io.cloudkit.testkit.eda.playbook.Playbooks;
import io.cloudkit.testkit.eda.rulebook.Activation;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.EventStreamSource;
import io.cloudkit.testkit.eda.rulebook.Source;
import io.cloudkit.testkit.eda.rulebook.Strategy;
import io.cloudkit.testkit.eda.rulebook.WebhookSource;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.http.HttpFront;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.time.ExecutorTimeline;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Truth;
import io.cloudkit.testkit.truth.TruthReport;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A running fake of an activation and its playbooks. Thread-safe.
 *
 * <p>Pages for people: {@code GET /__jobs} (text), {@code GET /__ledger} (JSON), and {@code
 * /__faults}, see {@link io.cloudkit.testkit.http.FaultPages}.
 */
public final class FakeEda implements AutoCloseable {
  /** Endpoint of the rule that creates a ComputeInstance's machine. */
  public static final String CREATE = "create-compute-instance";

  /** Endpoint of the rule that deletes it. */
  public static final String DELETE = "delete-compute-instance";

  private static final int REMEMBERED_REQUESTS = 10_000;
  private static final int DRIVERS = 32; // a task of a playbook holds one while the API answers

  private final Truth truth;
  private final Playbooks playbooks;
  private final Strategy strategy;
  private final Source source;
  private final Faults faults;
  private final FrontDesk desk;
  private final HttpFront front;
  private final RequestLog requests = new RequestLog(REMEMBERED_REQUESTS);
  private final EventLog events = new EventLog();
  private final ScheduledExecutorService drivers;

  FakeEda(FakeEdaBuilder how) {
    this.drivers = new ScheduledThreadPoolExecutor(DRIVERS, daemons("fake-eda-jobs"));
    Timeline timeline = how.timeline.orElseGet(() -> new ExecutorTimeline(how.clock, drivers));
    this.truth = how.truth;
    this.strategy = how.strategy;
    this.playbooks =
        new Playbooks(
            how.rules.values(),
            how.script,
            timeline,
            truth,
            how.backend,
            new Playbooks.ApiAccess(how.kubeconfig, how.kind, how.tenants));
    Random random = new Random(how.seed);
    Supplier<UUID> uuids = () -> new UUID(random.nextLong(), random.nextLong());
    this.source = source(how, uuids);
    this.faults = new Faults(timeline, how.seed);
    this.desk =
        new FrontDesk(
            source,
            timeline,
            faults,
            requests,
            events,
            new LedgerPages(playbooks, requests, events, new TruthReport(truth), faults),
            new Activation(strategy, playbooks::actionFor));
    this.front = new HttpFront(how.address, source.bodyLimit(), desk, "fake-eda", how.tls);
    front.start();
  }

  /**
   * Begins a fake.
   *
   * @param kubeconfig of the API that playbooks work on, as YAML
   */
  public static FakeEdaBuilder builder(String kubeconfig) {
    return new FakeEdaBuilder(kubeconfig);
  }

  /** A fake with every default. */
  public static FakeEda start(String kubeconfig) {
    return builder(kubeconfig).start();
  }

  private static Source source(FakeEdaBuilder how, Supplier<UUID> uuids) {
    return how.streams.isEmpty()
        ? new WebhookSource(how.webhook, uuids)
        : new EventStreamSource(how.streams.get(), uuids, List.copyOf(how.rules.keySet()));
  }

  /** {@code http://host:port}, or https, without a path. */
  public String url() {
    return front.url();
  }

  /** Where an operator posts what is to be created. */
  public String createUrl() {
    return urlOf(CREATE);
  }

  /** Where an operator posts what is to be deleted. */
  public String deleteUrl() {
    return urlOf(DELETE);
  }

  /** Where events for the rule of that endpoint are posted. */
  public String urlOf(String endpoint) {
    return url() + source.pathOf(endpoint);
  }

  /** The endpoints that have a rule, those of ComputeInstances first. */
  public List<String> endpoints() {
    return playbooks.endpoints();
  }

  /** What really ran. */
  public Truth truth() {
    return truth;
  }

  /** Every event that was accepted, whatever a fault made of it; oldest first, bounded. */
  public List<Event> events() {
    return events.newest();
  }

  /** The jobs that rules launched, oldest first; the newest 10,000 and all that have not ended. */
  public List<EdaJob> jobs() {
    return playbooks.jobs();
  }

  /** How many events wait in the receiver, answered or not. */
  public int waiting() {
    return desk.activation().waiting();
  }

  /** The next jobs of this endpoint run so, one each, before the usual script rules again. */
  public void scriptNext(String endpoint, PlaybookScript... scripts) {
    playbooks.scriptNext(endpoint, scripts);
  }

  /**
   * Lets a job go on; throws IllegalStateException unless it waits to be told, and
   * NoSuchElementException if there is none.
   */
  public void goOn(BackendJob job) {
    playbooks.goOn(job);
  }

  /** Fails a job, as {@link #goOn} lets it go on. */
  public void fail(BackendJob job) {
    playbooks.fail(job);
  }

  /**
   * Begins a sentence about coming requests, see {@link FaultRule}.
   *
   * @param method in capitals, or {@code *}
   * @param path the raw path; {@code *} stands for any characters
   */
  public FaultRule next(String method, String path) {
    return faults.next(method, path);
  }

  /** As {@link #next}, of posts for that rule, such as {@link #CREATE}. */
  public FaultRule nextPost(String endpoint) {
    return next("POST", source.pathOf(endpoint));
  }

  /** The rules of all faults that hold. */
  public Faults faults() {
    return faults;
  }

  /** Ends every fault. */
  public void clearFaults() {
    faults.clear();
  }

  /**
   * SIGKILL (§8.9): connections to a webhook are cut and refused, events of a stream are answered
   * and lost, what was accepted and not started is lost, and running playbooks are cut off where
   * they are. Returns once nothing runs any more.
   */
  public void killActivation() {
    if (source.isPartOfActivation()) {
      front.stop();
    }
    desk.activation().kill();
    playbooks.killAll();
  }

  /** Listens again on the same port, and has forgotten everything. */
  public void startActivation() {
    desk.deliverTo(new Activation(strategy, playbooks::actionFor));
    front.start();
  }

  /** The newest 10,000 requests, oldest first; the pages for people are not counted. */
  public List<RecordedRequest> requests() {
    return requests.newest();
  }

  /** All requests since the start. */
  public long requestCount() {
    return requests.total();
  }

  /** Closes the port and drops what was still to happen. Idempotent. */
  @Override
  public void close() {
    front.stop();
    desk.activation().kill();
    drivers.shutdownNow();
    playbooks.close();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
