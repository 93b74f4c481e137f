package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of kubectl's JSONPath that printer columns use: {@code .a.b}, {@code .a\.b}, {@code
 * ['a.b']}, {@code [0]} and {@code [?(@.type=="Ready")]}. The first match counts.
 */
final class FieldPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.((?:[^.\\[\\\\]|\\\\.)+)" // .field, with \. for a dot in it
              + "|\\[('[^']+'(?:\\s*,\\s*'[^']+')*)\\]" // ['field'], ['one', 'other']
              + "|\\[(\\d+)\\]"
              + "|\\[\\?\\(\\s*@\\.([\\w.]+)\\s*==\\s*[\"']([^\"']*)[\"']\\s*\\)\\]");

  private sealed interface Step {}

  private record Field(String name) implements Step {}

  /** The first of these fields that is there. */
  private record OneOf(List<String> names) implements Step {}

  private record Index(int at) implements Step {}

  private record Where(String field, String equal) implements Step {}

  private final List<Step> steps;

  private FieldPath(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * @throws IllegalArgumentException for a path outside this dialect
   */
  static FieldPath parse(String path) {
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path);
    int at = 0;
    while (at < path.length() && step.find(at) && step.start() == at) {
      steps.add(stepOf(step));
      at = step.end();
    }
    if (at != path.length() || steps.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a JSONPath such as .status.phase or .status.conditions[?(@.type==\"Ready\")]"
              + ".status, found %s, not understood from position %d".formatted(path, at));
    }
    return new FieldPath(steps);
  }

  private static Step stepOf(Matcher step) {
    if (step.group(1) != null) {
      return new Field(step.group(1).replaceAll("\\\\(.)", "$1"));
    }
    if (step.group(2) != null) {
      String[] names = step.group(2).split("\\s*,\\s*", -1);
      return new OneOf(
          Arrays.stream(names).map(name -> name.substring(1, name.length() - 1)).toList());
    }
    if (step.group(3) != null) {
      return new Index(Integer.parseInt(step.group(3)));
    }
    return new Where(step.group(4), step.group(5));
  }

  /** The value, or a missing node. */
  JsonNode read(JsonNode document) {
    JsonNode node = document;
    for (Step step : steps) {
      node = take(node, step);
    }
    return node;
  }

  private static JsonNode take(JsonNode node, Step step) {
    if (step instanceof Field field) {
      return node.path(field.name());
    }
    if (step instanceof OneOf fields) {
      return fields.names().stream()
          .filter(node::has)
          .findFirst()
          .map(node::path)
          .orElse(MissingNode.getInstance());
    }
    if (step instanceof Index index) {
      return node.path(index.at());
    }
    Where where = (Where) step;
    for (JsonNode item : node) {
      if (parse("." + where.field()).read(item).asText("").equals(where.equal())) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }
}
