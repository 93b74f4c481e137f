package io.cloudkit.testkit.eda.rulebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;

/** JSON as Python's json.dumps writes it: ASCII alone, and a blank after each comma and colon. */
final class PythonJson {
  private PythonJson() {}

  static String dumps(JsonNode node) {
    StringBuilder text = new StringBuilder();
    write(node, text);
    return text.toString();
  }

  static String dumps(String text) {
    return dumps(JsonNodeFactory.instance.textNode(text));
  }

  private static void write(JsonNode node, StringBuilder out) {
    String comma = "";
    if (node.isObject()) {
      out.append('{');
      for (var field : node.properties()) {
        out.append(comma);
        quote(field.getKey(), out);
        out.append(": ");
        write(field.getValue(), out);
        comma = ", ";
      }
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      for (JsonNode each : node) {
        out.append(comma);
        write(each, out);
        comma = ", ";
      }
      out.append(']');
    } else if (node.isTextual()) {
      quote(node.textValue(), out);
    } else {
      out.append(node);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c < ' ' || c > '~') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
