package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.testkit.kubernetes.ApiFailure.Cause;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Values against the OpenAPI keywords that CRDs use, except CEL rules and formats. */
final class SchemaCheck {
  private SchemaCheck() {}

  static void check(JsonNode node, JsonNode schema, String path, List<Cause> causes) {
    if (node.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    if (!hasType(node, schema)) {
      String type = schema.path("type").asText("integer or string");
      String says = "%s in body must be of type %s: \"%s\"".formatted(path, type, typeOf(node));
      causes.add(
          new Cause(
              "FieldValueTypeInvalid", "Invalid value: \"" + typeOf(node) + "\": " + says, path));
      return;
    }
    checkEnum(node, schema, path, causes);
    if (node.isTextual()) {
      checkText(node.asText(), schema, path, causes);
    } else if (node.isNumber()) {
      checkNumber(node.decimalValue(), schema, path, causes);
    } else if (node.isArray()) {
      checkCount(node.size(), schema, "Items", "items", path, causes);
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), schema.path("items"), path + "[" + i + "]", causes);
      }
    } else if (node.isObject()) {
      checkObject(node, schema, path, causes);
    }
  }

  private static void checkObject(JsonNode node, JsonNode schema, String path, List<Cause> causes) {
    checkCount(node.size(), schema, "Properties", "properties", path, causes);
    checkRequired(node, schema, path + ".", causes);
    for (var field : node.properties()) {
      JsonNode known = schema.path("properties").get(field.getKey());
      JsonNode additional = schema.path("additionalProperties");
      if (known != null || additional.isObject()) {
        String below = path + "." + field.getKey();
        check(field.getValue(), known != null ? known : additional, below, causes);
      }
    }
  }

  static void checkRequired(JsonNode node, JsonNode schema, String prefix, List<Cause> causes) {
    for (JsonNode required : schema.path("required")) {
      if (!node.has(required.asText())) {
        causes.add(Cause.required(prefix + required.asText(), ""));
      }
    }
  }

  private static boolean hasType(JsonNode node, JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return node.isTextual() || isWhole(node);
    }
    return switch (schema.path("type").asText("")) {
      case "string" -> node.isTextual();
      case "integer" -> isWhole(node);
      case "number" -> node.isNumber();
      case "boolean" -> node.isBoolean();
      case "array" -> node.isArray();
      case "object" -> node.isObject();
      default -> true;
    };
  }

  private static boolean isWhole(JsonNode node) {
    return node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  private static String typeOf(JsonNode node) {
    return isWhole(node) ? "integer" : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static void checkEnum(JsonNode node, JsonNode schema, String path, List<Cause> causes) {
    JsonNode allowed = schema.path("enum");
    for (JsonNode value : allowed) {
      if (value.equals(node)) {
        return;
      }
    }
    if (!allowed.isEmpty()) {
      List<String> quoted = Json.strings(allowed).stream().map(v -> "\"" + v + "\"").toList();
      String says =
          "Unsupported value: %s: supported values: %s".formatted(node, String.join(", ", quoted));
      causes.add(new Cause("FieldValueNotSupported", says, path));
    }
  }

  private static void checkText(String text, JsonNode schema, String path, List<Cause> causes) {
    checkCount(text.codePointCount(0, text.length()), schema, "Length", "chars long", path, causes);
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      String says = "%s in body should match '%s'".formatted(path, pattern);
      causes.add(Cause.invalid(path, "\"" + text + "\"", says));
    }
  }

  private static void checkNumber(
      BigDecimal number, JsonNode schema, String path, List<Cause> causes) {
    JsonNode least = schema.path("minimum");
    if (least.isNumber() && number.compareTo(least.decimalValue()) < 0) {
      String says = "%s in body should be greater than or equal to %s".formatted(path, least);
      causes.add(Cause.invalid(path, number.toPlainString(), says));
    }
    JsonNode most = schema.path("maximum");
    if (most.isNumber() && number.compareTo(most.decimalValue()) > 0) {
      String says = "%s in body should be less than or equal to %s".formatted(path, most);
      causes.add(Cause.invalid(path, number.toPlainString(), says));
    }
  }

  private static void checkCount(
      int count, JsonNode schema, String what, String unit, String path, List<Cause> causes) {
    JsonNode most = schema.path("max" + what);
    if (most.isNumber() && count > most.asInt()) {
      String says = "%s in body should have at most %s %s".formatted(path, most, unit);
      causes.add(Cause.invalid(path, Integer.toString(count), says));
    }
    JsonNode least = schema.path("min" + what);
    if (least.isNumber() && count < least.asInt()) {
      String says = "%s in body should have at least %s %s".formatted(path, least, unit);
      causes.add(Cause.invalid(path, Integer.toString(count), says));
    }
  }
}
