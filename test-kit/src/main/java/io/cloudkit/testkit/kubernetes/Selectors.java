package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors of lists, watches and collection deletes. */
final class Selectors {
  private static final Pattern IN =
      Pattern.compile("\\s*([^\\s,!=()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^\\s,!=()]+)\\s*(==|!=|=)\\s*([^\\s,!=()]*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^\\s,!=()]+)\\s*");

  /** A comma that is not inside the parentheses of a set. */
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  private Selectors() {}

  static Predicate<ObjectNode> labels(String selector) {
    Predicate<ObjectNode> all = document -> true;
    if (selector.isBlank()) {
      return all;
    }
    for (String term : COMMA.split(selector, -1)) {
      Predicate<JsonNode> one = labelTerm(term, selector);
      all = all.and(document -> one.test(document.path("metadata").path("labels")));
    }
    return all;
  }

  private static Predicate<JsonNode> labelTerm(String term, String selector) {
    Matcher in = IN.matcher(term);
    if (in.matches()) {
      Set<String> values = new LinkedHashSet<>();
      Arrays.stream(in.group(3).split(",", -1)).map(String::strip).forEach(values::add);
      String key = in.group(1);
      return in.group(2).equals("in")
          ? labels -> labels.has(key) && values.contains(labels.get(key).asText())
          : labels -> !labels.has(key) || !values.contains(labels.get(key).asText());
    }
    Matcher equality = EQUALITY.matcher(term);
    if (equality.matches()) {
      String key = equality.group(1);
      String value = equality.group(3);
      return equality.group(2).equals("!=")
          ? labels -> !labels.path(key).asText("\0").equals(value)
          : labels -> labels.path(key).asText("\0").equals(value);
    }
    Matcher existence = EXISTENCE.matcher(term);
    if (existence.matches()) {
      String key = existence.group(2);
      return existence.group(1).isEmpty() ? labels -> labels.has(key) : labels -> !labels.has(key);
    }
    throw ApiFailure.badRequest("unable to parse requirement: %s in %s".formatted(term, selector));
  }

  static Predicate<ObjectNode> fields(String selector, ResourceType type) {
    Predicate<ObjectNode> all = document -> true;
    if (selector.isBlank()) {
      return all;
    }
    for (String term : selector.split(",", -1)) {
      Matcher equality = EQUALITY.matcher(term);
      if (!equality.matches()) {
        throw ApiFailure.badRequest("invalid field selector: " + selector);
      }
      all = all.and(fieldTerm(equality, type));
    }
    return all;
  }

  private static Predicate<ObjectNode> fieldTerm(Matcher term, ResourceType type) {
    String field = term.group(1);
    if (!field.equals("metadata.name")
        && !field.equals("metadata.namespace")
        && !type.selectableFields().contains(field)) {
      throw ApiFailure.badRequest("field label not supported: " + field);
    }
    FieldPath path = FieldPath.parse("." + field);
    boolean wanted = !term.group(2).equals("!=");
    String value = term.group(3);
    return document -> path.read(document).asText("").equals(value) == wanted;
  }
}
