package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ApiFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structural part of a CRD's schema, in the order of the real server: {@link #prune} what it
 * does not know, {@link #applyDefaults}, then {@link #check}. CEL rules and formats are not looked
 * at.
 */
final class Schema {
  private Schema() {}

  /** Removes unknown fields and says which. Metadata, apiVersion and kind are everyone's. */
  static List<String> prune(ObjectNode document, JsonNode schema) {
    List<String> removed = new ArrayList<>();
    for (String field : names(document)) {
      if (!isEveryones(field)) {
        pruneField(document, field, schema, field, removed);
      }
    }
    return removed;
  }

  private static boolean isEveryones(String field) {
    return field.equals("metadata") || field.equals("apiVersion") || field.equals("kind");
  }

  private static void pruneField(
      ObjectNode parent, String field, JsonNode schema, String path, List<String> removed) {
    JsonNode known = fieldSchema(schema, field);
    if (known != null) {
      pruneNode(parent.path(field), known, path, removed);
    } else if (!preservesUnknown(schema)) {
      parent.remove(field);
      removed.add(path);
    }
  }

  private static void pruneNode(JsonNode node, JsonNode schema, String path, List<String> removed) {
    if (node instanceof ObjectNode object
        && !schema.path("x-kubernetes-embedded-resource").asBoolean()) {
      for (String field : names(object)) {
        pruneField(object, field, schema, path + "." + field, removed);
      }
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        pruneNode(node.get(i), schema.path("items"), path + "[" + i + "]", removed);
      }
    }
  }

  /** Null when the schema does not name this field. */
  private static @Nullable JsonNode fieldSchema(JsonNode schema, String field) {
    JsonNode named = schema.path("properties").get(field);
    JsonNode additional = schema.path("additionalProperties");
    return named != null
        ? named
        : additional.isObject() || additional.asBoolean() ? additional : null;
  }

  private static boolean preservesUnknown(JsonNode schema) {
    return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
  }

  static void applyDefaults(JsonNode node, JsonNode schema) {
    if (node instanceof ObjectNode object) {
      for (var property : schema.path("properties").properties()) {
        JsonNode standard = property.getValue().get("default");
        JsonNode found = object.get(property.getKey());
        boolean nullable = property.getValue().path("nullable").asBoolean();
        if (standard != null && (found == null || (found.isNull() && !nullable))) {
          object.set(property.getKey(), standard.deepCopy());
        }
      }
      for (var field : object.properties()) {
        JsonNode known = fieldSchema(schema, field.getKey());
        if (known != null) {
          applyDefaults(field.getValue(), known);
        }
      }
    }
    if (node.isArray()) {
      node.forEach(item -> applyDefaults(item, schema.path("items")));
    }
  }

  static List<Cause> check(ObjectNode document, JsonNode schema) {
    List<Cause> causes = new ArrayList<>();
    for (var property : schema.path("properties").properties()) {
      String field = property.getKey();
      if (!isEveryones(field) && document.has(field)) {
        SchemaCheck.check(document.get(field), property.getValue(), field, causes);
      }
    }
    SchemaCheck.checkRequired(document, schema, "", causes);
    return causes;
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
