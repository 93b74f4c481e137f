package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.eda.rulebook.Activation;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.eda.rulebook.WebhookSource;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.HttpFront;
import io.cloudkit.testkit.http.HttpFront.Answering;
import io.cloudkit.testkit.http.RecordedRequest;
import io.cloudkit.testkit.http.Reply;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.http.WireRequest;
import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Between the socket and the queue: records, applies faults, and answers once an event is in. */
final class FrontDesk implements HttpFront.Desk {
  private final WebhookSource source;
  private final Supplier<UUID> uuids;
  private final Timeline timeline;
  private final RequestLog requests;
  private final EventLog events;
  private final LedgerPages pages;
  private final List<FaultRule> faults = new CopyOnWriteArrayList<>();
  private volatile Activation activation;

  FrontDesk(
      WebhookSource source,
      Supplier<UUID> uuids,
      Timeline timeline,
      RequestLog requests,
      EventLog events,
      LedgerPages pages,
      Activation first) {
    this.source = source;
    this.uuids = uuids;
    this.timeline = timeline;
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

  FaultRule rule(String glob) {
    return new FaultRule(glob, faults::add);
  }

  void clearFaults() {
    faults.forEach(FaultRule::stop);
    faults.clear();
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
    Optional<FaultRule> rule = striking(request);
    if (rule.isPresent() && rule.get().fault() instanceof Fault.Answer refused) {
      answering.answer(rule.get().dress(refused.answer()));
    } else if (rule.isPresent() && rule.get().fault() instanceof Fault.Drop) {
      cut(answering);
    } else {
      accept(request, rule.map(FaultRule::fault), answering);
    }
  }

  /** Pages that are not the receiver's. */
  private Optional<HttpAnswer> aside(WireRequest request) {
    if (!request.method().equals("GET")) {
      return Optional.empty();
    }
    return switch (request.path()) {
      case "/__ledger" -> Optional.of(pages.json());
      case "/__jobs" -> Optional.of(pages.text());
      default -> Optional.empty();
    };
  }

  private Optional<FaultRule> striking(WireRequest request) {
    faults.removeIf(FaultRule::isUsedUp);
    return faults.stream().filter(rule -> rule.strikes(request)).findFirst();
  }

  private void accept(WireRequest request, Optional<Fault> fault, Answering answering) {
    Event event;
    try {
      event = source.receive(request, timeline.now());
    } catch (WebhookSource.Refused refused) {
      answering.answer(refused.answer());
      return;
    }
    events.add(event);
    if (fault.isPresent()) {
      deliverBadly(event, fault.get(), answering);
    } else {
      deliver(event, answering);
    }
  }

  private void deliver(Event event, Answering answering) {
    activation.put(event, () -> answering.answer(WebhookSource.accepted(event)));
  }

  private void deliverBadly(Event event, Fault fault, Answering answering) {
    Activation now = activation; // what it still owes is lost with it
    HttpAnswer accepted = WebhookSource.accepted(event);
    if (fault instanceof Fault.LoseEvent) {
      answering.answer(accepted);
    } else if (fault instanceof Fault.LoseAnswer) {
      now.put(event, () -> cut(answering));
    } else if (fault instanceof Fault.Hang hang) {
      timeline.after(hang.time(), () -> now.put(event, () -> answering.answer(accepted)));
    } else if (fault instanceof Fault.DeliverLate late) {
      timeline.after(late.delay(), () -> now.put(event, () -> {}));
      answering.answer(accepted);
    } else if (fault instanceof Fault.DeliverTwice) {
      Event again = event.repeatedByFault(uuids.get());
      events.add(again);
      now.put(event, () -> {});
      now.put(again, () -> answering.answer(accepted));
    } else {
      deliver(event, answering);
    }
  }

  private static void cut(Answering answering) {
    answering.reply(new Reply.Cut(), Duration.ZERO);
  }
}
