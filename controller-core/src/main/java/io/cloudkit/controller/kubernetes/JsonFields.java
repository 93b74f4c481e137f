package io.cloudkit.controller.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Single fields of a JSON object: an empty text and one of another type count as absent. */
final class JsonFields {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonFields() {}

  static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() && !value.textValue().isEmpty()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  static Optional<Instant> time(JsonNode node, String field) {
    try {
      return text(node, field).map(Instant::parse);
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }

  static void put(ObjectNode node, String field, Optional<String> value) {
    set(node, field, value.map(NODES::textNode));
  }

  static void set(ObjectNode node, String field, Optional<? extends JsonNode> value) {
    if (value.isPresent()) {
      node.set(field, value.get());
    } else {
      node.remove(field);
    }
  }
}
