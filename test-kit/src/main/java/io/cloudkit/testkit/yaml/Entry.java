package io.cloudkit.testkit.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value and where it stands. Whatever is asked of it that it is not ends in a {@link
 * YamlException} that says what was expected and what was found.
 */
public final class Entry {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)?");
  private static final int SHOWN = 60;

  private final Node node;
  private final String source;
  private final String path;

  private Entry(Node node, String source, String path) {
    this.node = node;
    this.source = source;
    this.path = path;
  }

  /**
   * Reads a text.
   *
   * @param source what the text is called in messages, such as its file
   */
  public static Entry read(String source, String text) {
    Node root;
    try {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    } catch (MarkedYAMLException malformed) {
      int line = malformed.getProblemMark() == null ? 1 : malformed.getProblemMark().getLine() + 1;
      throw new YamlException(
          source + ":" + line + ": expected YAML, found a mistake: " + malformed.getProblem());
    } catch (YAMLException unreadable) {
      throw new YamlException(source + ": expected YAML, found " + unreadable.getMessage());
    }
    if (root == null) {
      throw new YamlException(source + ": expected YAML, found nothing");
    }
    return new Entry(root, source, "");
  }

  /** A complaint about this value, which shows the beginning of it. */
  public YamlException refuse(String expected) {
    return refuse(expected, shown());
  }

  /** A complaint about this value. */
  public YamlException refuse(String expected, String found) {
    int line = node.getStartMark().getLine() + 1;
    return new YamlException(
        source
            + ":"
            + line
            + ": "
            + (path.isEmpty() ? "" : path + ": ")
            + "expected "
            + expected
            + ", found "
            + found);
  }

  private String shown() {
    if (node instanceof ScalarNode scalar) {
      String text = scalar.getValue();
      return text.isEmpty() && node.getTag().equals(Tag.NULL)
          ? "nothing"
          : "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
    }
    return node instanceof SequenceNode ? "a list" : "an object";
  }

  public boolean isObject() {
    return node instanceof MappingNode;
  }

  public boolean isText() {
    return node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
  }

  /** The fields of an object that has none but these. */
  public Fields object(String... known) {
    if (!(node instanceof MappingNode mapping)) {
      throw refuse("an object with " + String.join(", ", known));
    }
    Map<String, Entry> fields = new LinkedHashMap<>();
    for (NodeTuple field : mapping.getValue()) {
      Entry name = new Entry(field.getKeyNode(), source, path);
      Entry value = new Entry(field.getValueNode(), source, below(name.text()));
      if (!Arrays.asList(known).contains(name.text())) {
        throw name.refuse("one of " + String.join(", ", known));
      }
      if (fields.put(name.text(), value) != null) {
        throw name.refuse("each field once", name.shown() + " again");
      }
    }
    return new Fields(this, fields);
  }

  private String below(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public List<Entry> list() {
    if (!(node instanceof SequenceNode sequence)) {
      throw refuse("a list");
    }
    List<Entry> entries = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      entries.add(new Entry(each, source, path + "[" + entries.size() + "]"));
    }
    return entries;
  }

  /** A text, number or word, as it is written. */
  public String text() {
    if (!isText()) {
      throw refuse("a text");
    }
    return ((ScalarNode) node).getValue();
  }

  /** A text that is not empty, and that no message shows. */
  public String secret() {
    if (!isText() || ((ScalarNode) node).getValue().isBlank()) {
      throw refuse("a text", isText() ? "a blank one" : "something else");
    }
    return ((ScalarNode) node).getValue();
  }

  public boolean flag() {
    return word(Map.of("true", true, "false", false));
  }

  /** A whole number in a range, ends included. */
  public int integer(int min, int max) {
    try {
      int number = Integer.parseInt(text());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw refuse("a whole number from " + min + " to " + max);
  }

  /** A share: 0 to 1. */
  public double share() {
    try {
      double number = Double.parseDouble(text());
      if (number >= 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw refuse("a number from 0 to 1");
  }

  /** Such as 250ms, 5s, 2m or 1h. */
  public Duration duration() {
    Matcher parts = DURATION.matcher(text());
    if (!parts.matches()) {
      throw refuse("a time such as 250ms, 5s, 2m or 1h");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** Such as 512, 64KiB or 50MiB. */
  public long bytes() {
    Matcher parts = BYTES.matcher(text());
    if (!parts.matches()) {
      throw refuse("a size in bytes such as 512, 64KiB or 50MiB");
    }
    String unit = parts.group(2) == null ? "B" : parts.group(2);
    return Long.parseLong(parts.group(1)) << (10 * List.of("B", "KiB", "MiB", "GiB").indexOf(unit));
  }

  /** What one of these words stands for. */
  public <T> T word(Map<String, T> meanings) {
    T meaning = isText() ? meanings.get(text()) : null;
    if (meaning == null) {
      throw refuse("one of " + String.join(", ", new TreeSet<>(meanings.keySet())));
    }
    return meaning;
  }

  /** Whatever it is, as JSON. */
  public JsonNode json() {
    if (node.isTwoStepsConstruction()) { // SnakeYAML's word for what an alias within it stands for
      throw refuse("a value that ends", "one within itself");
    }
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node instanceof MappingNode mapping) {
      ObjectNode object = make.objectNode();
      for (NodeTuple field : mapping.getValue()) {
        String name = new Entry(field.getKeyNode(), source, path).json().asText();
        object.set(name, new Entry(field.getValueNode(), source, below(name)).json());
      }
      return object;
    }
    if (node instanceof SequenceNode) {
      ArrayNode array = make.arrayNode();
      list().forEach(each -> array.add(each.json()));
      return array;
    }
    return scalar(((ScalarNode) node).getValue(), node.getTag());
  }

  /** An object of any fields, as JSON. */
  public ObjectNode jsonObject() {
    if (!isObject()) {
      throw refuse("an object");
    }
    return (ObjectNode) json();
  }

  private static JsonNode scalar(String text, Tag tag) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (tag.equals(Tag.NULL)) {
      return make.nullNode();
    }
    if (tag.equals(Tag.BOOL) && text.matches("true|false")) { // "no" and "on" are words to us
      return make.booleanNode(text.equals("true"));
    }
    try {
      if (tag.equals(Tag.INT)) {
        return make.numberNode(Long.parseLong(text));
      }
      if (tag.equals(Tag.FLOAT)) {
        return make.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException unusual) {
      // 0o17, .inf and the like stay the text that they are
    }
    return make.textNode(text);
  }
}
