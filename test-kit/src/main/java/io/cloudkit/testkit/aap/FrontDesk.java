package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.HttpFront;
import io.cloudkit.testkit.http.HttpFront.Answering;
import io.cloudkit.testkit.http.HttpFront.Reply;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.http.WireRequest;
import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Between the sockets and the API: records, applies faults, and says when replies are due. */
final class FrontDesk implements HttpFront.Desk {
  /** Where an upgrade redirects to (§10.4). */
  static final String MIGRATIONS = "/migrations_notran/";

  private final Controller controller;
  private final AapApi api;
  private final Timeline timeline;
  private final Faults faults;
  private final RequestLog log;
  private final LedgerPages ledger;
  private final AtomicLong requestIds = new AtomicLong();
  private final Duration latencyPerRow;
  private volatile Duration latency;

  FrontDesk(
      Controller controller,
      AapApi api,
      Timeline timeline,
      Faults faults,
      RequestLog log,
      Duration latency,
      Duration latencyPerRow) {
    this.controller = controller;
    this.api = api;
    this.timeline = timeline;
    this.faults = faults;
    this.log = log;
    this.latency = latency;
    this.latencyPerRow = latencyPerRow;
    this.ledger = new LedgerPages(controller, log);
  }

  void latency(Duration usual) {
    this.latency = usual;
  }

  @Override
  public void receive(WireRequest wire, Answering answering) {
    if (wire.isTooLarge()) {
      answering.answer(HttpAnswer.html(413, "Request Entity Too Large"));
      return;
    }
    ApiRequest request = ApiRequest.of(wire);
    Optional<HttpAnswer> aside = aside(request);
    if (aside.isPresent()) {
      answering.answer(aside.get());
      return;
    }
    log.add(
        new RecordedRequest(controller.now(), request.method(), request.path(), request.query()));
    Optional<FaultRule> rule = faults.striking(request);
    if (rule.isEmpty()) {
      HttpAnswer usual = executed(request);
      Duration rows = latencyPerRow.multipliedBy(latencyPerRow.isZero() ? 0 : usual.rows());
      answering.reply(new Reply.Whole(usual), latency.plus(rows));
    } else {
      Duration wait = latency.plus(rule.get().delay());
      answering.reply(struck(request, rule.get(), wait), wait);
    }
  }

  /** Pages that are not the controller's. */
  private Optional<HttpAnswer> aside(ApiRequest request) {
    return switch (request.path()) {
      case "/__ledger" -> Optional.of(ledger.json());
      case "/__jobs" -> Optional.of(ledger.text());
      case MIGRATIONS -> Optional.of(HttpAnswer.html(200, "AWX is upgrading"));
      default -> Optional.empty();
    };
  }

  private HttpAnswer executed(ApiRequest request) {
    return api.handle(request)
        .with("X-API-Request-Id", "%032x".formatted(requestIds.incrementAndGet()))
        .with("X-API-Time", latency.toMillis() / 1000.0 + "s")
        .with("X-API-Total-Time", latency.toMillis() / 1000.0 + "s");
  }

  private Reply struck(ApiRequest request, FaultRule rule, Duration wait) {
    Fault fault = rule.fault();
    if (fault instanceof Fault.Answer refused) {
      return new Reply.Whole(rule.dress(refused.answer()));
    }
    if (fault instanceof Fault.CommitThenAnswer proxied) {
      executed(request);
      return new Reply.Whole(rule.dress(proxied.answer()));
    }
    if (fault instanceof Fault.LoseAnswer) {
      executed(request);
      return new Reply.Cut();
    }
    if (fault instanceof Fault.CutAnswer) {
      return new Reply.Half(rule.dress(executed(request)));
    }
    if (fault instanceof Fault.CommitLate late) {
      commitLater(request, wait.plus(late.delay()));
      return new Reply.Cut();
    }
    if (fault instanceof Fault.GiantBody giant) {
      HttpAnswer head = new HttpAnswer(200, Map.of(), "application/json", "");
      return new Reply.Giant(rule.dress(head), giant.bytes());
    }
    return fault instanceof Fault.Drop
        ? new Reply.Cut()
        : new Reply.Whole(rule.dress(executed(request)));
  }

  // §3.9: the row appears at commit, its id was drawn before
  private void commitLater(ApiRequest request, Duration delay) {
    boolean launches = request.method().equals("POST") && request.path().endsWith("/launch/");
    ApiRequest kept = launches ? request.withReservedId(controller.reserveJobId()) : request;
    timeline.after(delay, () -> api.handle(kept));
  }
}
