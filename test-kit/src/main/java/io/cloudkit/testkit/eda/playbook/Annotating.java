package io.cloudkit.testkit.eda.playbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.eda.rulebook.Event;

/** The one signal of a create playbook: the version it was given, written where it is told (§4). */
final class Annotating {
  static final String UNKNOWN = "unknown";

  private Annotating() {}

  static ObjectNode patch(ManagedKind kind, PlaybookScript script, Event event) {
    JsonNode given = event.payload().at("/status/desiredConfigVersion");
    JsonNode version =
        script
            .version()
            .<JsonNode>map(JsonNodeFactory.instance::textNode)
            .orElse(given.isMissingNode() ? JsonNodeFactory.instance.textNode(UNKNOWN) : given);
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").putObject("annotations").set(kind.annotation(), version);
    return patch;
  }
}
