package io.cloudkit.testkit.aap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.api.ApiAnswer;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Launch;
import io.cloudkit.testkit.aap.controller.Machine;
import io.cloudkit.testkit.aap.controller.Playbook;
import io.cloudkit.testkit.aap.controller.Truth;
import java.util.List;

/** What happened, for curl: {@code /__ledger} as JSON, {@code /__jobs} for people. */
final class LedgerPages {
  private static final int SHOWN = 1_000;

  private final Controller controller;
  private final RequestLog log;

  LedgerPages(Controller controller, RequestLog log) {
    this.controller = controller;
    this.log = log;
  }

  /** Counts in full; of lists the newest 1,000. */
  ApiAnswer json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("install_uuid", controller.installUuid());
    body.put("request_count", log.total());
    ArrayNode requests = body.putArray("requests");
    newest(log.newest()).forEach(request -> requests.add(request.toString()));
    ArrayNode launches = body.putArray("launches");
    newest(controller.launches()).forEach(launch -> launches.add(describe(launch)));
    Truth truth = controller.truth();
    ArrayNode playbooks = body.putArray("playbooks");
    newest(truth.playbooks()).forEach(playbook -> playbooks.add(describe(playbook)));
    ArrayNode machines = body.putArray("machines");
    truth.machines().forEach(machine -> machines.add(describe(machine)));
    ArrayNode duplicates = body.putArray("duplicates");
    for (Truth.Duplicate duplicate : truth.duplicates()) {
      ObjectNode entry = duplicates.addObject();
      entry.put("operation", duplicate.operation());
      entry.put("resource_uid", duplicate.resourceUid());
      duplicate.launches().forEach(entry.putArray("launches")::add);
    }
    ArrayNode overlaps = body.putArray("overlaps");
    for (Truth.Overlap overlap : truth.overlaps()) {
      ObjectNode entry = overlaps.addObject();
      entry.put("resource_uid", overlap.resourceUid());
      entry.set("first", describe(overlap.first()));
      entry.set("second", describe(overlap.second()));
    }
    return ApiAnswer.json(200, body);
  }

  /** A table of the newest jobs, then the machines, then what must never have happened. */
  ApiAnswer text() {
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
    Truth truth = controller.truth();
    page.append("%nMACHINES %d%n".formatted(truth.machines().size()));
    for (Machine machine : newest(truth.machines())) {
      page.append(
          "%-24s %s, touched by %d operation(s)%n"
              .formatted(machine.name(), machine.resourceUid(), machine.operations().size()));
    }
    page.append(
        "%nplaybooks running: %d, duplicates: %d, overlaps: %d, requests: %d%n"
            .formatted(
                truth.running().size(),
                truth.duplicates().size(),
                truth.overlaps().size(),
                log.total()));
    return ApiAnswer.text(200, page.toString());
  }

  private static <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - SHOWN), all.size());
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

  private static ObjectNode describe(Playbook playbook) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("run", playbook.run())
        .put("job", playbook.job())
        .put("launch", playbook.launch())
        .put("template", playbook.template())
        .put("purpose", playbook.purpose().name())
        .put("resource_uid", playbook.resourceUid())
        .put("resource_name", playbook.resourceName())
        .put("operation", playbook.operation())
        .put("claim", playbook.claim())
        .put("started", playbook.started().toString())
        .put("ended", playbook.ended().map(Object::toString).orElse(null))
        .put("result", playbook.result().map(Enum::name).orElse(null));
  }

  private static ObjectNode describe(Machine machine) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("resource_uid", machine.resourceUid()).put("name", machine.name());
    entry.put("created", machine.created().toString());
    entry.put("updated", machine.updated().toString());
    machine.operations().forEach(entry.putArray("operations")::add);
    return entry;
  }
}
