package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * AAP's own words about an error: {@code {"detail": …}} or {@code {field: [messages]}} (aap-api.md
 * §3.7). There is no semicolon in them: after one, it is said here what to do.
 */
final class ErrorText {
  private static final int MAX = 180;

  private ErrorText() {}

  static String of(JsonNode body) {
    if (body.path("detail").isTextual()) {
      return cut(body.path("detail").textValue());
    }
    if (body.path("error").isTextual()) {
      return cut(body.path("error").textValue());
    }
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      JsonNode messages = field.getValue();
      if (messages.isArray() && !messages.isEmpty() && messages.get(0).isTextual()) {
        parts.add(field.getKey() + ": " + messages.get(0).textValue());
      }
    }
    return cut(String.join(", ", parts));
  }

  private static String cut(String said) {
    String text = said.replace(';', ',');
    return text.length() > MAX ? text.substring(0, MAX) + "…" : text;
  }
}
