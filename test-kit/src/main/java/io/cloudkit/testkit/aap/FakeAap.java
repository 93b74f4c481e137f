package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.ControllerSettings;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.aap.notification.Notifications;
import io.cloudkit.testkit.http.FaultRule;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.http.HttpFront;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.time.ExecutorTimeline;
import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.Truth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running fake of the controller. Thread-safe.
 *
 * <p>Pages for people, without a token: {@code GET /__jobs} (text), {@code GET /__ledger} (JSON),
 * and {@code /__faults}, see {@link io.cloudkit.testkit.http.FaultPages}.
 */
public final class FakeAap implements AutoCloseable {
  /** Where an upgrade redirects every request to: a page that answers 200 with HTML (§10.4). */
  public static final String MIGRATIONS = "/migrations_notran/";

  private static final int REMEMBERED_REQUESTS = 10_000;
  private static final int BODY_LIMIT = 5 << 20; // §10.2: client_max_body_size 5M
  private static final int DRIVERS = 8;

  private final Controller controller;
  private final AapApi api;
  private final Notifications notifications;
  private final FrontDesk desk;
  private final HttpFront front;
  private final Faults faults;
  private final RequestLog log = new RequestLog(REMEMBERED_REQUESTS);
  private final ScheduledExecutorService drivers;
  private final String token;
  private final User user;

  FakeAap(FakeAapBuilder how, ControllerSettings settings, String token) {
    this.drivers = new ScheduledThreadPoolExecutor(DRIVERS, daemons("fake-aap-jobs"));
    Timeline timeline = how.timeline.orElseGet(() -> new ExecutorTimeline(how.clock, drivers));
    this.controller = new Controller(timeline, settings, how.effect, how.truth, how.backend);
    this.notifications = new Notifications(timeline, this::url, AapApi.VERSION);
    this.api = new AapApi(controller, notifications);
    controller.listen(notifications);
    this.faults = new Faults(timeline, how.seed);
    this.token = token;
    this.user = how.user;
    api.accept(token, user);
    this.desk = new FrontDesk(controller, api, faults, log, how.latency, how.latencyPerRow);
    this.front = new HttpFront(how.address, BODY_LIMIT, desk, "fake-aap", how.tls);
    front.start();
  }

  public static FakeAapBuilder builder() {
    return new FakeAapBuilder();
  }

  /** A fake with every default. */
  public static FakeAap start() {
    return builder().start();
  }

  /** {@code http://host:port}, or https, without a path. */
  public String url() {
    return front.url();
  }

  /** The base a client is configured with: {@code …/api/v2}. */
  public String apiUrl() {
    return url() + "/api/v2";
  }

  /** The same API as a gateway shows it: {@code …/api/controller/v2}. */
  public String gatewayUrl() {
    return url() + "/api/controller/v2";
  }

  /** A Bearer token of {@link #user()}. */
  public String token() {
    return token;
  }

  /** The account behind {@link #token()}. */
  public User user() {
    return user;
  }

  /** From now on this token stands for that user. */
  public void accept(String otherToken, User owner) {
    api.accept(otherToken, owner);
  }

  /** From now on that user is let in by this password, and by no token or other password. */
  public void acceptPassword(String password, User owner) {
    api.acceptPassword(password, owner);
  }

  /** From now on this token gets 401. */
  public void revoke(String oldToken) {
    api.revoke(oldToken);
  }

  /** The state behind the API, and everything that a person or an accident can do to it. */
  public Controller controller() {
    return controller;
  }

  /** Whom it tells of jobs by itself, and what it told. */
  public Notifications notifications() {
    return notifications;
  }

  /** The API without its sockets, without faults and latency. */
  public AapApi api() {
    return api;
  }

  /** What really ran, whatever the statuses say. */
  public Truth truth() {
    return controller.truth();
  }

  public Template add(TemplateSpec spec) {
    return controller.add(spec);
  }

  /** The rows as they are now, by ascending id. */
  public List<JobRow> jobs() {
    return controller.jobs();
  }

  /**
   * Begins a sentence about coming requests, see {@link FaultRule}.
   *
   * @param method in capitals, or {@code *}
   * @param path the raw path including its base; {@code *} stands for any characters
   */
  public FaultRule next(String method, String path) {
    return faults.next(method, path);
  }

  /** The rules of all faults that hold. */
  public Faults faults() {
    return faults;
  }

  /** Ends every fault. */
  public void clearFaults() {
    faults.clear();
  }

  /** Changes the usual time from a request to its answer. */
  public void latency(Duration usual) {
    desk.latency(usual);
  }

  /** Cuts all connections and refuses new ones; jobs go on. */
  public void goDown() {
    front.stop();
  }

  /** Listens again on the same port. */
  public void comeUp() {
    front.start();
  }

  /** The newest 10,000 requests, oldest first; those to {@code /__…} are not counted. */
  public List<RecordedRequest> requests() {
    return log.newest();
  }

  /** All requests since the start or the last {@link #forgetRequests}. */
  public long requestCount() {
    return log.total();
  }

  public void forgetRequests() {
    log.clear();
  }

  /** Closes the port and drops what was still to happen. Idempotent. */
  @Override
  public void close() {
    front.stop();
    drivers.shutdownNow();
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
