package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ApiFailure.Cause;
import io.cloudkit.testkit.kubernetes.ResourceType.Names;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the types that a CustomResourceDefinition (apiextensions.k8s.io/v1) defines. */
final class CustomTypes {
  private CustomTypes() {}

  /**
   * One type per served version.
   *
   * @throws ApiFailure 422 when the definition lacks what a type needs
   */
  static List<ResourceType> of(ObjectNode crd) {
    JsonNode spec = crd.path("spec");
    Names names = names(crd, spec.path("names"));
    String group = required(crd, spec, "group", "spec");
    String expected = names.plural() + "." + group;
    String name = crd.path("metadata").path("name").asText("");
    if (!name.equals(expected)) {
      throw invalid(
          crd,
          Cause.invalid(
              "metadata.name", "\"" + name + "\"", "must be spec.names.plural+\".\"+spec.group"));
    }
    List<ResourceType> types = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        types.add(type(group, names, spec, version, crd));
      }
    }
    if (types.isEmpty()) {
      throw invalid(crd, Cause.required("spec.versions", "must have at least one served version"));
    }
    return types;
  }

  private static Names names(ObjectNode crd, JsonNode names) {
    String kind = required(crd, names, "kind", "spec.names");
    String plural = required(crd, names, "plural", "spec.names");
    return new Names(
        plural,
        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
        kind,
        names.path("listKind").asText(kind + "List"),
        Json.strings(names.path("shortNames")),
        Json.strings(names.path("categories")));
  }

  private static ResourceType type(
      String group, Names names, JsonNode spec, JsonNode version, ObjectNode crd) {
    Set<Trait> traits = EnumSet.of(Trait.CUSTOM, Trait.GENERATION);
    if (spec.path("scope").asText("").equals("Namespaced")) {
      traits.add(Trait.NAMESPACED);
    }
    if (version.path("subresources").has("status")) {
      traits.add(Trait.STATUS);
    }
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    List<String> selectable = new ArrayList<>();
    version
        .path("selectableFields")
        .forEach(field -> selectable.add(field.path("jsonPath").asText("").substring(1)));
    return new ResourceType(
        group,
        required(crd, version, "name", "spec.versions[0]"),
        names,
        names.plural() + "." + group,
        traits,
        schema.isObject() ? schema : null,
        columns(crd, version.path("additionalPrinterColumns")),
        Set.copyOf(selectable));
  }

  private static List<PrinterColumn> columns(ObjectNode crd, JsonNode declared) {
    List<PrinterColumn> columns = new ArrayList<>();
    columns.add(PrinterColumn.text("Name", ".metadata.name"));
    for (JsonNode column : declared) {
      columns.add(
          new PrinterColumn(
              column.path("name").asText(""),
              column.path("type").asText("string"),
              column.path("format").asText(""),
              column.path("description").asText(""),
              column.path("priority").asInt(0),
              path(crd, column.path("jsonPath").asText(""))::read));
    }
    if (declared.isEmpty()) {
      columns.add(PrinterColumn.age());
    }
    return columns;
  }

  private static FieldPath path(ObjectNode crd, String jsonPath) {
    try {
      return FieldPath.parse(jsonPath);
    } catch (IllegalArgumentException outside) {
      String field = "spec.versions[0].additionalPrinterColumns.jsonPath";
      throw invalid(crd, Cause.invalid(field, jsonPath, String.valueOf(outside.getMessage())));
    }
  }

  private static String required(ObjectNode crd, JsonNode parent, String field, String where) {
    String value = Json.text(parent, field);
    if (value.isEmpty()) {
      throw invalid(crd, Cause.required(where + "." + field, ""));
    }
    return value;
  }

  private static ApiFailure invalid(ObjectNode crd, Cause cause) {
    return ApiFailure.invalid(
        BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS,
        crd.path("metadata").path("name").asText(""),
        List.of(cause));
  }
}
