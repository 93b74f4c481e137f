package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Documents as the rows that {@code kubectl get} prints. */
final class Tables {
  private final Clock clock;

  /** What a row carries besides its cells. */
  enum Rows {
    WITH_METADATA,
    WITH_DOCUMENT
  }

  Tables(Clock clock) {
    this.clock = clock;
  }

  ObjectNode of(
      ResourceType type, List<ObjectNode> documents, Rows content, String resourceVersion) {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata").put("resourceVersion", resourceVersion);
    ArrayNode columns = table.putArray("columnDefinitions");
    for (PrinterColumn column : type.columns()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("type", column.type().equals("date") ? "string" : column.type())
          .put("format", column.name().equals("Name") ? "name" : column.format())
          .put("description", column.description())
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    documents.forEach(document -> rows.add(row(type, document, content)));
    return table;
  }

  private ObjectNode row(ResourceType type, ObjectNode document, Rows content) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells");
    for (PrinterColumn column : type.columns()) {
      JsonNode cell = column.cell().apply(document);
      cells.add(
          column.type().equals("date") ? age(cell) : cell.isMissingNode() ? "" : cell.asText());
    }
    if (content == Rows.WITH_DOCUMENT) {
      row.set("object", EventForms.shown(type, document));
      return row;
    }
    ObjectNode object =
        row.putObject("object")
            .put("kind", "PartialObjectMetadata")
            .put("apiVersion", "meta.k8s.io/v1");
    object.set("metadata", document.path("metadata"));
    return row;
  }

  private String age(JsonNode cell) {
    try {
      Duration age = Duration.between(Instant.parse(cell.asText()), clock.instant());
      if (age.toMinutes() < 2) {
        return Math.max(0, age.toSeconds()) + "s";
      }
      return age.toHours() < 3 ? age.toMinutes() + "m" : age.toHours() + "h";
    } catch (DateTimeParseException absent) {
      return "<unknown>";
    }
  }
}
