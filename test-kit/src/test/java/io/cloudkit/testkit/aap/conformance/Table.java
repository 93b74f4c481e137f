package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The table, read from its file; what is misspelt in it is refused.
 *
 * @param needs each with what it means
 */
record Table(Map<String, String> needs, List<Row> rows) {
  private static final Set<String> METHODS = Set.of("get", "post", "delete");
  private static final Set<String> STEP_WORDS =
      Set.of(
          "get",
          "post",
          "delete",
          "base",
          "body",
          "raw",
          "contentType",
          "status",
          "headers",
          "expect",
          "text");
  private static final Set<String> ROW_WORDS =
      Set.of(
          "name", "as", "needs", "then", "source", "changes", "since", "until", "unless", "fake");

  static Table read() {
    try (InputStream file = Table.class.getResourceAsStream("../conformance.yaml")) {
      return of(new YAMLMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Table of(JsonNode root) {
    Map<String, String> needs = new LinkedHashMap<>();
    root.path("needs").properties().forEach(e -> needs.put(e.getKey(), e.getValue().asText()));
    List<Row> rows = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode node : root.path("rows")) {
      Row row = row(node);
      if (!names.add(row.name()) || !needs.keySet().containsAll(row.needs())) {
        throw new IllegalArgumentException(
            "expected names to be unique and needs to be explained, found '" + row.name() + "'");
      }
      rows.add(row);
    }
    return new Table(needs, rows);
  }

  private static Row row(JsonNode node) {
    String name = node.path("name").asText();
    Set<String> words = new LinkedHashSet<>(STEP_WORDS);
    words.addAll(ROW_WORDS);
    refuseOthers(node, words, name);
    List<Step> steps = new ArrayList<>();
    steps.add(step(node, name));
    for (JsonNode after : node.path("then")) {
      refuseOthers(after, STEP_WORDS, name);
      steps.add(step(after, name));
    }
    if (name.isEmpty() || node.path("source").asText().isEmpty()) {
      throw new IllegalArgumentException("expected a name and a source, found '" + name + "'");
    }
    return new Row(
        name,
        Asker.valueOf(node.path("as").asText("anyone").toUpperCase(Locale.ROOT)),
        texts(node.path("needs")),
        steps,
        node.path("source").asText(),
        node.path("changes").asBoolean() ? Row.Effect.CHANGES : Row.Effect.NONE,
        new Versions(words(node.path("since")), words(node.path("until"))),
        node.path("unless").asText().equals("gateway") ? Row.Gateway.DIFFERS : Row.Gateway.SAME,
        Optional.of(node.path("fake")).filter(JsonNode::isTextual).map(JsonNode::asText));
  }

  private static Step step(JsonNode node, String row) {
    List<String> methods = METHODS.stream().filter(node::has).toList();
    if (methods.size() != 1 || !node.has("status")) {
      throw new IllegalArgumentException("expected a method and a status in '" + row + "'");
    }
    JsonNode status = node.path("status");
    return new Step(
        methods.get(0).toUpperCase(Locale.ROOT),
        node.path(methods.get(0)).asText(),
        node.path("base").asBoolean(true) ? Step.Place.BASE : Step.Place.HOST,
        body(node),
        status.isArray()
            ? StreamSupport.stream(status.spliterator(), false).map(JsonNode::asInt).toList()
            : List.of(status.asInt()),
        values(node.path("headers")),
        values(node.path("expect")),
        Optional.of(node.path("text")).filter(JsonNode::isTextual).map(JsonNode::asText));
  }

  private static Optional<Step.Body> body(JsonNode node) {
    if (node.has("raw")) {
      TextNode raw = TextNode.valueOf(node.path("raw").asText());
      return Optional.of(new Step.Body(raw, node.path("contentType").asText()));
    }
    return Optional.of(node.path("body"))
        .filter(body -> !(body instanceof MissingNode))
        .map(body -> new Step.Body(body, "application/json"));
  }

  private static void refuseOthers(JsonNode node, Set<String> known, String row) {
    node.fieldNames()
        .forEachRemaining(
            word -> {
              if (!known.contains(word)) {
                throw new IllegalArgumentException(
                    "expected one of " + known + " in '" + row + "', found " + word);
              }
            });
  }

  private static Map<String, JsonNode> values(JsonNode node) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  private static Map<String, String> words(JsonNode node) {
    Map<String, String> words = new LinkedHashMap<>();
    node.properties().forEach(entry -> words.put(entry.getKey(), entry.getValue().asText()));
    return words;
  }

  private static List<String> texts(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList();
  }
}
