package io.cloudkit.testkit.aap;

import static io.cloudkit.testkit.truth.TruthReport.newest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Launch;
import io.cloudkit.testkit.http.Faults;
import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.RequestLog;
import io.cloudkit.testkit.truth.TruthReport;

/** What happened, for curl: {@code /__ledger} as JSON, {@code /__jobs} for people. */
final class LedgerPages {
  private final Controller controller;
  private final RequestLog log;
  private final Faults faults;
  private final TruthReport truth;

  LedgerPages(Controller controller, RequestLog log, Faults faults) {
    this.faults = faults;
    this.controller = controller;
    this.log = log;
    this.truth = new TruthReport(controller.truth());
  }

  /** Counts in full; of lists the newest 1,000. */
  HttpAnswer json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("install_uuid", controller.installUuid());
    body.put("request_count", log.total());
    ArrayNode requests = body.putArray("requests");
    newest(log.newest()).forEach(request -> requests.add(request.toString()));
    faults.addTo(body.putArray("faults"));
    ArrayNode launches = body.putArray("launches");
    newest(controller.launches()).forEach(launch -> launches.add(describe(launch)));
    truth.addTo(body);
    return HttpAnswer.json(200, body);
  }

  /** A table of the newest jobs, then the machines, then what must never have happened. */
  HttpAnswer text() {
    StringBuilder page = new StringBuilder();
    page.append(
        "%-8s %-13s %-11s %-24s %-24s %s%n"
            .formatted("ID", "TYPE", "STATUS", "TEMPLATE", "RESOURCE", "OPERATION"));
    for (JobRow row : newest(controller.jobs())) {
      page.append(
          "%-8d %-13s %-11s %-24s %-24s %s%n"
              .formatted(
                  row.id(),
                  row.kind().type(),
                  row.status().wire(),
                  row.submission().name(),
                  row.submission().extraVars().resourceName().orElse("-"),
                  row.submission().extraVars().operation().orElse("-")));
    }
    page.append("%n%srequests: %d%n".formatted(truth.text(), log.total()));
    return HttpAnswer.text(200, page.toString());
  }

  private static ObjectNode describe(Launch launch) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", launch.at().toString())
        .put("job", launch.job())
        .put("type", launch.kind().type())
        .put("template", launch.template())
        .put("launch_type", launch.launchType())
        .put("resource_uid", launch.variables().resourceUid().orElse(""))
        .put("operation", launch.variables().operation().orElse(""))
        .put("claim", launch.variables().claim().orElse(""));
  }
}
