package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * One column of {@code kubectl get}.
 *
 * @param type string, integer, number, boolean or date; dates are shown as an age
 * @param priority above 0 means only with {@code -o wide}
 * @param cell the value; a missing node prints as nothing
 */
record PrinterColumn(
    String name,
    String type,
    String format,
    String description,
    int priority,
    Function<ObjectNode, JsonNode> cell) {

  static PrinterColumn text(String name, String path) {
    return of(name, "string", path);
  }

  static PrinterColumn of(String name, String type, String path) {
    FieldPath compiled = FieldPath.parse(path);
    return new PrinterColumn(name, type, "", name, 0, compiled::read);
  }

  static PrinterColumn age() {
    return of("Age", "date", ".metadata.creationTimestamp");
  }
}
