package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.eda.rulebook.Activation;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.Source;
import io.cloudkit.testkit.eda.rulebook.Source.RefusedException;
import io.cloudkit.testkit.http.Backend;
import io.cloudkit.testkit.http.FaultPages;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.HttpFront;
import io.cloudkit.testkit.http.HttpFront.Answering;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.http.WireRequest;
import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.util.Optional;

/** Between the socket and the queue: records, applies faults, and answers once an event is in. */
final class FrontDesk implements HttpFront.Desk, Backend {
  private final Source source;
  private final Timeline timeline;
  private final Faults faults;
  private final FaultPages faultPages;
  private final RequestLog requests;
  private final EventLog events;
  private final LedgerPages pages;
  private volatile Activation activation;

  FrontDesk(
      Source source,
      Timeline timeline,
      Faults faults,
      RequestLog requests,
      EventLog events,
      LedgerPages pages,
      Activation first) {
    this.source = source;
    this.timeline = timeline;
    this.faults = faults;
    this.faultPages = new FaultPages(faults);
    this.requests = requests;
    this.events = events;
    this.pages = pages;
    this.activation = first;
  }

  /** From now on events go to this life of the activation. */
  void deliverTo(Activation another) {
    this.activation = another;
  }

  Activation activation() {
    return activation;
  }

  @Override
  public void receive(WireRequest request, Answering answering) {
    Optional<HttpAnswer> aside = aside(request);
    if (aside.isPresent()) {
      answering.answer(aside.get());
      return;
    }
    requests.add(
        new RecordedRequest(timeline.now(), request.method(), request.path(), request.query()));
    faults.serve(request, this, answering);
  }

  @Override
  public boolean acceptsHandshake() {
    return faults.acceptsHandshake();
  }

  /** Pages that are not the receiver's. */
  private Optional<HttpAnswer> aside(WireRequest request) {
    if (request.path().equals("/__faults")) {
      return Optional.of(faultPages.answer(request));
    }
    if (!request.method().equals("GET")) {
      return Optional.empty();
    }
    return switch (request.path()) {
      case "/__ledger" -> Optional.of(pages.json());
      case "/__jobs" -> Optional.of(pages.text());
      default -> Optional.empty();
    };
  }

  @Override
  public void execute(WireRequest request, Answers answers) {
    arrive(request, answers).run();
  }

  @Override
  public Runnable arrive(WireRequest request, Answers answers) {
    Activation now = activation; // what it still owes is lost with it
    try {
      Event event = received(request);
      return () -> source.deliver(event, now, answer -> say(answer, answers));
    } catch (RefusedException refused) {
      return () -> say(refused.answer(), answers);
    }
  }

  @Override
  public Runnable promise(WireRequest request, Answers answers) {
    Activation now = activation;
    try {
      Event event = received(request);
      say(source.accepted(event), answers);
      return () -> source.deliver(event, now, answer -> {});
    } catch (RefusedException refused) {
      say(refused.answer(), answers);
      return () -> {};
    }
  }

  @Override
  public void repeat(WireRequest request) {
    try {
      Event again = source.receive(request, timeline.now()).repeatedByFault();
      events.add(again);
      source.deliver(again, activation, answer -> {});
    } catch (RefusedException refused) {
      // the first time, too
    }
  }

  private Event received(WireRequest request) throws RefusedException {
    Event event = source.receive(request, timeline.now());
    events.add(event);
    return event;
  }

  private static void say(HttpAnswer answer, Answers answers) {
    answers.answer(answer, Duration.ZERO);
  }
}
