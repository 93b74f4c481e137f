package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.api.AapApi;
import io.cloudkit.testkit.aap.api.ApiRequest;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.http.Backend;
import io.cloudkit.testkit.http.FaultPages;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.HttpFront;
import io.cloudkit.testkit.http.HttpFront.Answering;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.http.WireRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Between the sockets and the API: records, applies faults, and says when replies are due. */
final class FrontDesk implements HttpFront.Desk, Backend {
  private final Controller controller;
  private final AapApi api;
  private final Faults faults;
  private final RequestLog log;
  private final LedgerPages ledger;
  private final FaultPages faultPages;
  private final AtomicLong requestIds = new AtomicLong();
  private final Duration latencyPerRow;
  private volatile Duration latency;

  FrontDesk(
      Controller controller,
      AapApi api,
      Faults faults,
      RequestLog log,
      Duration latency,
      Duration latencyPerRow) {
    this.controller = controller;
    this.api = api;
    this.faults = faults;
    this.log = log;
    this.latency = latency;
    this.latencyPerRow = latencyPerRow;
    this.ledger = new LedgerPages(controller, log, faults);
    this.faultPages = new FaultPages(faults);
  }

  void latency(Duration usual) {
    this.latency = usual;
  }

  @Override
  public void receive(WireRequest request, Answering answering) {
    if (request.isTooLarge()) {
      answering.answer(HttpAnswer.html(413, "Request Entity Too Large"));
      return;
    }
    Optional<HttpAnswer> aside = aside(request);
    if (aside.isPresent()) {
      answering.answer(aside.get());
      return;
    }
    log.add(
        new RecordedRequest(controller.now(), request.method(), request.path(), request.query()));
    Duration usual = latency;
    faults.serve(request, this, (reply, after) -> answering.reply(reply, usual.plus(after)));
  }

  @Override
  public boolean acceptsHandshake() {
    return faults.acceptsHandshake();
  }

  /** Pages that are not the controller's. */
  private Optional<HttpAnswer> aside(WireRequest request) {
    return switch (request.path()) {
      case "/__ledger" -> Optional.of(ledger.json());
      case "/__jobs" -> Optional.of(ledger.text());
      case "/__faults" -> Optional.of(faultPages.answer(request));
      case FakeAap.MIGRATIONS -> Optional.of(HttpAnswer.html(200, "AWX is upgrading"));
      default -> Optional.empty();
    };
  }

  @Override
  public void execute(WireRequest request, Answers answers) {
    answer(ApiRequest.of(request), answers);
  }

  // §3.9: the row of a launch appears at commit, its id was drawn on arrival
  @Override
  public Runnable arrive(WireRequest wire, Answers answers) {
    ApiRequest request = ApiRequest.of(wire);
    boolean launches = request.method().equals("POST") && request.path().endsWith("/launch/");
    ApiRequest kept = launches ? request.withReservedId(controller.reserveJobId()) : request;
    return () -> answer(kept, answers);
  }

  private void answer(ApiRequest request, Answers answers) {
    HttpAnswer answer =
        api.handle(request)
            .with("X-API-Request-Id", "%032x".formatted(requestIds.incrementAndGet()))
            .with("X-API-Time", latency.toMillis() / 1000.0 + "s")
            .with("X-API-Total-Time", latency.toMillis() / 1000.0 + "s");
    answers.answer(
        answer, latencyPerRow.isZero() ? Duration.ZERO : latencyPerRow.multipliedBy(answer.rows()));
  }
}
