package io.cloudkit.operator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares what is in a document with what is in its schema, field by field. */
final class SchemaWalk {
  private final Set<String> unknown = new TreeSet<>();
  private final Set<String> unwritten = new TreeSet<>();

  private SchemaWalk() {}

  static SchemaWalk of(JsonNode document, JSONSchemaProps schema, String path) {
    SchemaWalk walk = new SchemaWalk();
    walk.compare(document, schema, path);
    return walk;
  }

  /** Fields of the document that the schema does not hold as they are: a server may drop them. */
  Set<String> unknown() {
    return unknown;
  }

  /** Fields of the schema that the document does not have. */
  Set<String> unwritten() {
    return unwritten;
  }

  private void compare(JsonNode node, JSONSchemaProps schema, String path) {
    if (!node.getNodeType().name().equalsIgnoreCase(typeOf(schema))) {
      unknown.add(path + ": " + node.getNodeType() + " instead of " + schema.getType());
      return;
    }
    if (node.isArray()) {
      node.forEach(item -> compare(item, schema.getItems().getSchema(), path + "[]"));
    }
    if (node.isObject() && schema.getAdditionalProperties() == null) {
      compareFields(node, schema.getProperties(), path);
    }
  }

  private void compareFields(JsonNode node, Map<String, JSONSchemaProps> known, String path) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String below = path + "." + field.getKey();
      if (known.containsKey(field.getKey())) {
        compare(field.getValue(), known.get(field.getKey()), below);
      } else {
        unknown.add(below);
      }
    }
    known.keySet().stream()
        .filter(name -> !node.has(name))
        .forEach(name -> unwritten.add(path + "." + name));
  }

  private static String typeOf(JSONSchemaProps schema) {
    return schema.getType().equals("integer") ? "number" : schema.getType();
  }
}
