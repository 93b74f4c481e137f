package io.cloudkit.testkit.eda;

import static io.cloudkit.testkit.truth.TruthReport.newest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.eda.playbook.Playbooks;
import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.truth.TruthReport;
import java.util.List;

/** What happened, for curl: {@code /__ledger} as JSON, {@code /__jobs} for people. */
final class LedgerPages {
  /** So many of the newest events are shown with what was posted. */
  private static final int WITH_PAYLOAD = 20;

  private static final int LARGEST_PAYLOAD = 64 * 1024;

  private final Playbooks playbooks;
  private final RequestLog requests;
  private final EventLog events;
  private final TruthReport truth;
  private final Faults faults;

  LedgerPages(
      Playbooks playbooks, RequestLog requests, EventLog events, TruthReport truth, Faults faults) {
    this.playbooks = playbooks;
    this.requests = requests;
    this.events = events;
    this.truth = truth;
    this.faults = faults;
  }

  /** Counts in full; of lists the newest 1,000. */
  HttpAnswer json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("request_count", requests.total());
    ArrayNode log = body.putArray("requests");
    newest(requests.newest()).forEach(request -> log.add(request.toString()));
    faults.addTo(body.putArray("faults"));
    ArrayNode received = body.putArray("events");
    List<Event> shown = newest(events.newest());
    for (int i = 0; i < shown.size(); i++) {
      ObjectNode row = describe(shown.get(i));
      received.add(i < shown.size() - WITH_PAYLOAD ? row : withPayload(row, shown.get(i)));
    }
    ArrayNode jobs = body.putArray("jobs");
    newest(playbooks.jobs()).forEach(job -> jobs.add(describe(job)));
    truth.addTo(body);
    return HttpAnswer.json(200, body);
  }

  /** A table of the newest jobs, then the machines, then what must never have happened. */
  HttpAnswer text() {
    StringBuilder page = new StringBuilder();
    page.append(
        "%-10s %-11s %-18s %-24s %-24s %s%n"
            .formatted("ID", "PURPOSE", "STATE", "ENDPOINT", "RESOURCE", "OPERATION"));
    for (EdaJob job : newest(playbooks.jobs())) {
      page.append(
          "%-10s %-11s %-18s %-24s %-24s %s%n"
              .formatted(
                  job.id(),
                  job.purpose(),
                  job.state(),
                  job.event().address(),
                  job.event().text("/metadata/name").orElse("-"),
                  job.event().operation()));
    }
    page.append("%n%srequests: %d%n".formatted(truth.text(), requests.total()));
    return HttpAnswer.text(200, page.toString());
  }

  private static ObjectNode withPayload(ObjectNode row, Event event) {
    int size = event.payload().toString().length();
    return size > LARGEST_PAYLOAD
        ? row.put("payload_left_out", size + " characters, more than " + LARGEST_PAYLOAD)
        : row.set("payload", event.payload());
  }

  private static ObjectNode describe(Event event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("uuid", event.uuid().toString())
        .put("received_at", event.receivedAt().toString())
        .put("endpoint", event.endpoint())
        .put("resource_uid", event.text("/metadata/uid").orElse(""))
        .put("operation", event.operation())
        .put("claim", event.claim())
        .put("cause", event.cause().name());
  }

  private static ObjectNode describe(EdaJob job) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", job.id().toString())
        .put("event", job.event().uuid().toString())
        .put("purpose", job.purpose().name())
        .put("state", job.state().name())
        .put("message", job.message())
        .put("seen_uid", job.seenUid().orElse(null))
        .put("launched", job.launched().toString())
        .put("ended", job.ended().map(Object::toString).orElse(null));
  }
}
