package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids and names of what is in place, put where a row has their names in braces. */
final class Facts {
  private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+(?:\\.[a-zA-Z]+)?)\\}");

  private final Map<String, String> values = new LinkedHashMap<>();

  Facts put(String name, Object value) {
    values.put(name, value.toString());
    return this;
  }

  Facts putAll(Facts others) {
    values.putAll(others.values);
    return this;
  }

  /** A template's id, and all that rows say of its name. */
  Facts putTemplate(String need, long id, String name, String organization, long organizationId) {
    String part = name.substring(1, name.length() - 1);
    put(need, id).put(need + ".name", name).put(need + ".namePart", part);
    put(need + ".nameUpper", name.toUpperCase(Locale.ROOT));
    put(need + ".namePartUpper", part.toUpperCase(Locale.ROOT));
    return put(need + ".org", organization).put(need + ".orgId", organizationId);
  }

  /** Values are percent-encoded. */
  String inPath(String path) {
    return replace(
        path, value -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** Values are quoted, for they are no patterns. */
  String inPattern(String pattern) {
    return replace(pattern, Pattern::quote);
  }

  /** In each text of a value; a text that is nothing but the name of a number becomes one. */
  JsonNode in(JsonNode value) {
    if (value instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(entry -> copy.set(entry.getKey(), in(entry.getValue())));
      return copy;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> copy.add(in(item)));
      return copy;
    }
    if (!value.isTextual()) {
      return value;
    }
    String text = value.asText();
    if (text.startsWith("~")) {
      return TextNode.valueOf(inPattern(text));
    }
    String replaced = replace(text, UnaryOperator.identity());
    boolean isFact = NAME.matcher(text).matches();
    return isFact && replaced.matches("\\d+")
        ? LongNode.valueOf(Long.parseLong(replaced))
        : TextNode.valueOf(replaced);
  }

  private String replace(String text, UnaryOperator<String> dress) {
    return NAME.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(dress.apply(value(found.group(1)))));
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "expected one of " + values.keySet() + ", found {" + name + "}: name it under needs");
    }
    return value;
  }
}
