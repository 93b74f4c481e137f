package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Refuses what AWX's serializers of launches refuse of a field by itself, whether the template asks
 * for it or not (§3.1, §3.7): awx/api/serializers.py JobLaunchSerializer and
 * WorkflowJobLaunchSerializer, with the words of Django REST framework.
 */
final class LaunchFields {
  private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?[0-9]{1,18}\\s*");

  private final ObjectNode body;
  private final NamedRoutes named;
  private final Map<String, String> errors = new TreeMap<>();

  private LaunchFields(ObjectNode body, NamedRoutes named) {
    this.body = body;
    this.named = named;
  }

  static void check(TemplateKind kind, ObjectNode body, NamedRoutes named) {
    LaunchFields fields = new LaunchFields(body, named);
    Set.of("limit", "job_tags", "skip_tags", "scm_branch").forEach(fields::text);
    fields.row("inventory", "inventories");
    fields.labels();
    if (kind == TemplateKind.JOB_TEMPLATE) {
      fields.choice("job_type", Set.of("run", "check"));
      fields.choice("verbosity", Set.of("0", "1", "2", "3", "4", "5"));
      fields.row("execution_environment", "execution_environments");
      fields.number("timeout"); // less than nothing is taken
      fields.natural("forks");
      fields.natural("job_slice_count");
    }
    if (!fields.errors.isEmpty()) {
      ObjectNode refusal = Documents.object();
      fields.errors.forEach((field, text) -> refusal.putArray(field).add(text));
      throw new Refusal(HttpAnswer.json(400, refusal));
    }
  }

  /** The value of a field; a null is refused elsewhere. */
  private Optional<JsonNode> value(String field) {
    return Optional.ofNullable(body.get(field)).filter(value -> !value.isNull());
  }

  private void choice(String field, Set<String> choices) {
    value(field)
        .filter(value -> value.isValueNode() && !choices.contains(value.asText()))
        .ifPresent(value -> errors.put(field, "\"" + value.asText() + "\" is not a valid choice."));
  }

  private void text(String field) {
    value(field)
        .filter(value -> !value.isTextual() && !value.isNumber())
        .ifPresent(value -> errors.put(field, "Not a valid string."));
  }

  private void number(String field) {
    value(field)
        .filter(value -> integer(value).isEmpty())
        .ifPresent(value -> errors.put(field, "A valid integer is required."));
  }

  private void natural(String field) {
    number(field);
    value(field)
        .flatMap(LaunchFields::integer)
        .filter(number -> number < 0)
        .ifPresent(number -> errors.put(field, "Ensure this value is greater than or equal to 0."));
  }

  private void row(String field, String collection) {
    value(field)
        .flatMap(value -> complaint(value, collection))
        .ifPresent(text -> errors.put(field, text));
  }

  private void labels() {
    Optional<JsonNode> labels = value("labels");
    if (labels.isEmpty()) {
      return;
    }
    if (!labels.get().isArray()) {
      errors.put("labels", "Expected a list of items but got type \"" + type(labels.get()) + "\".");
      return;
    }
    for (JsonNode each : labels.get()) {
      complaint(each, "labels").ifPresent(text -> errors.putIfAbsent("labels", text));
    }
  }

  private Optional<String> complaint(JsonNode value, String collection) {
    if (value.isNull() || (value.isTextual() && value.asText().isEmpty())) {
      return Optional.of("This field may not be null.");
    }
    Optional<Long> id = integer(value);
    if (id.isEmpty()) {
      return Optional.of("Incorrect type. Expected pk value, received " + type(value) + ".");
    }
    return named.has(collection, id.get())
        ? Optional.empty()
        : Optional.of("Invalid pk \"" + value.asText() + "\" - object does not exist.");
  }

  /** As int() of Python reads a number or a text; a boolean is none. */
  private static Optional<Long> integer(JsonNode value) {
    boolean isWhole = value.isIntegralNumber() && value.canConvertToLong();
    boolean isText = value.isTextual() && INTEGER.matcher(value.asText()).matches();
    return isWhole || isText ? Optional.of(Long.valueOf(value.asText().strip())) : Optional.empty();
  }

  /** As Python calls it. */
  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "str";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int" : "float";
      case ARRAY -> "list";
      default -> "dict";
    };
  }
}
