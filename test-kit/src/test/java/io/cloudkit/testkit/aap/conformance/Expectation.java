package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small language of {@code expect} and {@code headers}; the table's head explains it. */
final class Expectation {
  private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<)(-?[0-9.]+)");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");

  // 0 and 0.0 are one number
  private static final Comparator<JsonNode> LOOSELY =
      (one, other) ->
          one.equals(other)
                  || (one.isNumber()
                      && other.isNumber()
                      && one.decimalValue().compareTo(other.decimalValue()) == 0)
              ? 0
              : 1;

  private Expectation() {}

  /** What is wrong with the value at a path; empty if nothing is. */
  static Optional<String> complaint(JsonNode body, String path, JsonNode expected) {
    List<JsonNode> found = new ArrayList<>();
    String trouble = collect(body, path.equals(".") ? "" : path, found);
    if (!trouble.isEmpty()) {
      return Optional.of(path + ": " + trouble);
    }
    if (isWord(expected, "ascending") || isWord(expected, "descending")) {
      return isOrdered(found, expected.asText().equals("<ascending>") ? 1 : -1)
          ? Optional.empty()
          : Optional.of(path + ": expected " + expected.asText() + ", found " + found);
    }
    return found.stream()
        .filter(value -> !matches(value, expected))
        .findFirst()
        .map(value -> path + ": expected " + show(expected) + ", found " + show(value));
  }

  /** A header's value is a text, or absent. */
  static boolean matchesHeader(Optional<String> value, JsonNode expected) {
    JsonNode found =
        value.map(TextNode::valueOf).map(JsonNode.class::cast).orElse(MissingNode.getInstance());
    return matches(found, expected);
  }

  private static boolean isWord(JsonNode expected, String word) {
    return expected.isTextual() && expected.asText().equals("<" + word + ">");
  }

  /** Adds the values at a path; tells why it leads nowhere, or an empty text. */
  private static String collect(JsonNode from, String path, List<JsonNode> found) {
    if (path.isEmpty()) {
      found.add(from);
      return "";
    }
    if (path.equals("#")) {
      found.add(IntNode.valueOf(from.size()));
      return from.isArray() ? "" : "expected a list, found " + show(from);
    }
    Matcher head = Pattern.compile("\\[(\\*|\\d+)\\]\\.?|([^.\\[]+)\\.?").matcher(path);
    if (!head.lookingAt()) {
      throw new IllegalArgumentException("expected a path as a.b[0].c, found " + path);
    }
    String rest = path.substring(head.end());
    if (head.group(2) != null) {
      return collect(from.path(head.group(2)), rest, found);
    }
    if (!head.group(1).equals("*")) {
      return collect(from.path(Integer.parseInt(head.group(1))), rest, found);
    }
    if (from.isEmpty()) {
      return "expected a list with something in it, found " + show(from);
    }
    String trouble = "";
    for (JsonNode item : from) {
      trouble = trouble.isEmpty() ? collect(item, rest, found) : trouble;
    }
    return trouble;
  }

  private static boolean matches(JsonNode value, JsonNode expected) {
    if (!expected.isTextual()) {
      return value.equals(LOOSELY, expected);
    }
    String wanted = expected.asText();
    if (wanted.startsWith("~")) {
      return value.isTextual()
          && Pattern.compile(wanted.substring(1), Pattern.DOTALL).matcher(value.asText()).matches();
    }
    Matcher bound = BOUND.matcher(wanted);
    if (bound.matches()) {
      return value.isNumber() && isWithin(value.decimalValue(), bound);
    }
    if (wanted.startsWith("<") && wanted.endsWith(">")) {
      return isOfKind(value, wanted.substring(1, wanted.length() - 1));
    }
    return value.isTextual() && value.asText().equals(wanted);
  }

  private static boolean isWithin(BigDecimal value, Matcher bound) {
    int order = value.compareTo(new BigDecimal(bound.group(2)));
    return switch (bound.group(1)) {
      case ">=" -> order >= 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order < 0;
    };
  }

  private static boolean isOfKind(JsonNode value, String kind) {
    return switch (kind) {
      case "present" -> !value.isMissingNode();
      case "absent" -> value.isMissingNode();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "time" -> value.isTextual() && TIME.matcher(value.asText()).matches();
      default -> throw new IllegalArgumentException("no such word: <" + kind + ">");
    };
  }

  private static boolean isOrdered(List<JsonNode> values, int direction) {
    for (int i = 1; i < values.size(); i++) {
      JsonNode before = values.get(i - 1);
      JsonNode after = values.get(i);
      int order =
          before.isNumber()
              ? before.decimalValue().compareTo(after.decimalValue())
              : before.asText().compareTo(after.asText());
      if (order * direction > 0) {
        return false;
      }
    }
    return true;
  }

  private static String show(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
