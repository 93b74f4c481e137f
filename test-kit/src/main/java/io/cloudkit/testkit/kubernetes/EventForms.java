package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Between the form of a document that is stored and the one a type shows. Events are stored in core
 * form and also served as events.k8s.io; any other type shows its own apiVersion.
 */
final class EventForms {
  private static final Map<String, String> SHOWN =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");
  private static final Map<String, String> STORED =
      SHOWN.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventForms() {}

  static ObjectNode stored(ResourceType type, ObjectNode document) {
    return type.equals(BuiltInTypes.EVENTS_K8S_IO)
        ? renamed(document, STORED, BuiltInTypes.EVENTS.apiVersion())
        : document;
  }

  static ObjectNode shown(ResourceType type, ObjectNode document) {
    if (type.equals(BuiltInTypes.EVENTS_K8S_IO)) {
      return renamed(document, SHOWN, type.apiVersion());
    }
    return Json.text(document, "apiVersion").equals(type.apiVersion())
        ? document
        : renamed(document, Map.of(), type.apiVersion());
  }

  private static ObjectNode renamed(
      ObjectNode document, Map<String, String> names, String apiVersion) {
    ObjectNode renamed = Json.object();
    for (var field : document.properties()) {
      JsonNode value = field.getValue();
      renamed.set(names.getOrDefault(field.getKey(), field.getKey()), value);
    }
    return renamed.put("apiVersion", apiVersion);
  }
}
