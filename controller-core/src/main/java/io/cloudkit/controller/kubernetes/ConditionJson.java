package io.cloudkit.controller.kubernetes;

import static io.cloudkit.controller.kubernetes.JsonFields.NODES;
import static io.cloudkit.controller.kubernetes.JsonFields.text;
import static io.cloudkit.controller.kubernetes.JsonFields.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Conditions as JSON. Those of other writers stay the JSON that they are. */
final class ConditionJson {
  private ConditionJson() {}

  static List<Condition> read(JsonNode conditions) {
    List<Condition> read = new ArrayList<>();
    for (JsonNode each : conditions) {
      text(each, "type").ifPresent(type -> read.add(read(type, each)));
    }
    return read;
  }

  private static Condition read(String type, JsonNode node) {
    return new Condition(
        type,
        text(node, "status").orElse("Unknown"),
        text(node, "reason").orElse(""),
        text(node, "message").orElse(""),
        node.path("observedGeneration").asLong(0),
        time(node, "lastTransitionTime").orElse(Instant.EPOCH));
  }

  /**
   * The conditions in their order, then what the document has of other writers beside them.
   *
   * @param document the conditions that are stored
   */
  static ArrayNode write(JsonNode document, List<Condition> conditions) {
    Map<String, JsonNode> others = new LinkedHashMap<>();
    ArrayNode nameless = NODES.arrayNode();
    for (JsonNode each : document) {
      String type = text(each, "type").orElse("");
      if (type.isEmpty()) {
        nameless.add(each);
      } else if (!isOurs(type)) {
        others.put(type, each);
      }
    }
    ArrayNode next = NODES.arrayNode();
    for (Condition each : conditions) {
      JsonNode stored = others.remove(each.type());
      next.add(stored == null ? write(each) : stored);
    }
    others.values().forEach(next::add);
    return next.addAll(nameless);
  }

  private static boolean isOurs(String type) {
    return Stream.of(ConditionType.values()).anyMatch(each -> each.toString().equals(type));
  }

  private static ObjectNode write(Condition condition) {
    ObjectNode node = NODES.objectNode();
    node.put("type", condition.type());
    node.put("status", condition.status());
    node.put("reason", condition.reason());
    node.put("message", condition.message());
    node.put("observedGeneration", condition.observedGeneration());
    node.put("lastTransitionTime", condition.lastTransitionTime().toString());
    return node;
  }
}
