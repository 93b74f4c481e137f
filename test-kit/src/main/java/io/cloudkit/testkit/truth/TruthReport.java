package io.cloudkit.testkit.truth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A truth for curl and for people: the newest 1,000 of each list, counts in full. */
public final class TruthReport {
  private static final int SHOWN = 1_000;

  private final Truth truth;

  public TruthReport(Truth truth) {
    this.truth = truth;
  }

  /** The end of a list that a page shows. */
  public static <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - SHOWN), all.size());
  }

  /** Adds playbooks, machines, duplicates and overlaps to a document. */
  public void addTo(ObjectNode body) {
    ArrayNode playbooks = body.putArray("playbooks");
    newest(truth.playbooks()).forEach(playbook -> playbooks.add(describe(playbook)));
    ArrayNode machines = body.putArray("machines");
    newest(truth.machines()).forEach(machine -> machines.add(describe(machine)));
    ArrayNode duplicates = body.putArray("duplicates");
    newest(truth.duplicates()).forEach(duplicate -> duplicates.add(describe(duplicate)));
    ArrayNode overlaps = body.putArray("overlaps");
    for (Truth.Overlap overlap : truth.overlaps()) {
      ObjectNode entry = overlaps.addObject();
      entry.put("resource_uid", overlap.resourceUid());
      entry.set("first", describe(overlap.first()));
      entry.set("second", describe(overlap.second()));
    }
  }

  /** The machines, then what must never have happened, as lines of text. */
  public String text() {
    StringBuilder page = new StringBuilder();
    page.append("MACHINES %d%n".formatted(truth.machines().size()));
    for (Machine machine : newest(truth.machines())) {
      page.append(
          "%-24s %s, touched by %d operation(s)%n"
              .formatted(machine.name(), machine.resourceUid(), machine.operations().size()));
    }
    page.append(
        "%nplaybooks running: %d, duplicates: %d, overlaps: %d%n"
            .formatted(truth.running().size(), truth.duplicates().size(), truth.overlaps().size()));
    return page.toString();
  }

  private static ObjectNode describe(Playbook playbook) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("run", playbook.number())
        .put("job", playbook.job().toString())
        .put("launch", playbook.launch().toString())
        .put("template", playbook.run().template())
        .put("purpose", playbook.purpose().name())
        .put("resource_uid", playbook.resourceUid())
        .put("resource_name", playbook.resourceName())
        .put("operation", playbook.operation())
        .put("claim", playbook.claim())
        .put("cause", playbook.run().cause().name())
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

  private static ObjectNode describe(Truth.Duplicate duplicate) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("operation", duplicate.operation());
    entry.put("resource_uid", duplicate.resourceUid());
    ArrayNode launches = entry.putArray("launches");
    duplicate.launches().forEach(launch -> launches.add(launch.toString()));
    ArrayNode byFault = entry.putArray("by_fault");
    duplicate.byFault().forEach(launch -> byFault.add(launch.toString()));
    return entry;
  }
}
