package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.HttpFront.Due;
import io.cloudkit.testkit.aap.HttpFront.Reply;
import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiAnswer;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.Timeline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Between the sockets and the API: records, applies faults, and says when replies are due. */
final class FrontDesk implements HttpFront.Desk {
  private final Controller controller;
  private final AapApi api;
  private final Timeline timeline;
  private final Faults faults;
  private final RequestLog log;
  private final LedgerPages ledger;
  private final AtomicLong requestIds = new AtomicLong();
  private volatile Duration latency;

  FrontDesk(
      Controller controller,
      AapApi api,
      Timeline timeline,
      Faults faults,
      RequestLog log,
      Duration latency) {
    this.controller = controller;
    this.api = api;
    this.timeline = timeline;
    this.faults = faults;
    this.log = log;
    this.latency = latency;
    this.ledger = new LedgerPages(controller, log);
  }

  void latency(Duration usual) {
    this.latency = usual;
  }

  @Override
  public Due receive(ApiRequest request) {
    Optional<ApiAnswer> aside = aside(request);
    if (aside.isPresent()) {
      return new Due(new Reply.Whole(aside.get()), Duration.ZERO);
    }
    log.add(controller.now(), request);
    Optional<FaultRule> rule = faults.striking(request);
    if (rule.isEmpty()) {
      return new Due(new Reply.Whole(executed(request)), latency);
    }
    Duration wait = latency.plus(rule.get().delay());
    return new Due(struck(request, rule.get(), wait), wait);
  }

  /** Pages that are not the controller's. */
  private Optional<ApiAnswer> aside(ApiRequest request) {
    return switch (request.path()) {
      case "/__ledger" -> Optional.of(ledger.json());
      case "/__jobs" -> Optional.of(ledger.text());
      case HttpFront.MIGRATIONS -> Optional.of(ApiAnswer.html(200, "AWX is upgrading"));
      default -> Optional.empty();
    };
  }

  private ApiAnswer executed(ApiRequest request) {
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
      ApiAnswer head = new ApiAnswer(200, Map.of(), "application/json", "");
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
