package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One question of a survey (§3.5); each method that changes something returns a copy.
 *
 * @param variable what its answer is called
 * @param min smallest number, or shortest text
 * @param max largest number, or longest text
 * @param choices of a choice; empty for every other type
 * @param fallback the answer when none is given
 */
public record Question(
    String variable,
    Type type,
    Need need,
    OptionalInt min,
    OptionalInt max,
    List<String> choices,
    Optional<String> fallback) {

  /** What an answer must be. */
  public enum Type {
    TEXT("text"),
    PASSWORD("password"),
    INTEGER("integer"),
    CHOICE("multiplechoice");

    private final String wire;

    Type(String wire) {
      this.wire = wire;
    }
  }

  /** Whether a launch must answer it. */
  public enum Need {
    OPTIONAL,
    REQUIRED
  }

  public Question {
    choices = List.copyOf(choices);
  }

  private static Question of(String variable, Type type, List<String> choices) {
    OptionalInt none = OptionalInt.empty();
    return new Question(variable, type, Need.OPTIONAL, none, none, choices, Optional.empty());
  }

  /** A question as a survey's document tells it; a type that is not known counts as text. */
  public static Question of(JsonNode item) {
    Type type =
        Arrays.stream(Type.values())
            .filter(known -> known.wire.equals(item.path("type").asText()))
            .findFirst()
            .orElse(Type.TEXT);
    JsonNode listed = item.path("choices");
    List<String> choices =
        listed.isArray()
            ? StreamSupport.stream(listed.spliterator(), false).map(JsonNode::asText).toList()
            : listed.asText().lines().toList();
    String fallback = item.path("default").asText();
    return new Question(
        item.path("variable").asText(),
        type,
        item.path("required").asBoolean() ? Need.REQUIRED : Need.OPTIONAL,
        bound(item.path("min")),
        bound(item.path("max")),
        choices,
        Optional.of(fallback).filter(text -> !text.isEmpty()));
  }

  private static OptionalInt bound(JsonNode value) {
    return value.isInt() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
  }

  public static Question text(String variable) {
    return of(variable, Type.TEXT, List.of());
  }

  /** Its answer is never shown: {@code $encrypted$} stands for it (§3.6). */
  public static Question password(String variable) {
    return of(variable, Type.PASSWORD, List.of());
  }

  public static Question integer(String variable) {
    return of(variable, Type.INTEGER, List.of());
  }

  public static Question choice(String variable, String... choices) {
    return of(variable, Type.CHOICE, List.of(choices));
  }

  public Question required() {
    return new Question(variable, type, Need.REQUIRED, min, max, choices, fallback);
  }

  /** Bounds of a number, or of the length of a text; both are allowed. */
  public Question between(int least, int most) {
    return new Question(
        variable, type, need, OptionalInt.of(least), OptionalInt.of(most), choices, fallback);
  }

  public Question withDefault(String answer) {
    return new Question(variable, type, need, min, max, choices, Optional.of(answer));
  }

  public boolean isRequired() {
    return need == Need.REQUIRED;
  }

  /** What the controller says against an answer; empty if nothing. */
  public Optional<String> complaint(Optional<JsonNode> answer) {
    if (answer.isEmpty()) {
      return isRequired() ? Optional.of("'" + variable + "' value missing") : Optional.empty();
    }
    JsonNode value = answer.get();
    return switch (type) {
      case INTEGER -> value.isIntegralNumber() ? ofSize(value) : unlike(value, "an integer");
      case CHOICE ->
          choices.contains(value.asText()) ? Optional.empty() : unlike(value, "one of " + listed());
      default -> value.isTextual() ? ofLength(value.asText()) : unlike(value, "a string");
    };
  }

  private Optional<String> unlike(JsonNode value, String expected) {
    return Optional.of(
        "Value " + value.asText() + " for '" + variable + "' expected to be " + expected + ".");
  }

  private Optional<String> ofSize(JsonNode value) {
    String start = "'" + variable + "' value " + value.asText();
    if (min.isPresent() && value.asLong() < min.getAsInt()) {
      return Optional.of(start + " is too small (must be at least " + min.getAsInt() + ").");
    }
    if (max.isPresent() && value.asLong() > max.getAsInt()) {
      return Optional.of(start + " is too large (must be no more than " + max.getAsInt() + ").");
    }
    return Optional.empty();
  }

  private Optional<String> ofLength(String value) {
    String start = "'" + variable + "' value " + value;
    if (min.isPresent() && value.length() < min.getAsInt()) {
      return Optional.of(
          start
              + " is too small (length is "
              + value.length()
              + " must be at least "
              + min.getAsInt()
              + ").");
    }
    if (max.isPresent() && value.length() > max.getAsInt()) {
      return Optional.of(start + " is too large (must be no more than " + max.getAsInt() + ").");
    }
    return Optional.empty();
  }

  // as Python shows a list
  private String listed() {
    return choices.stream()
        .map(choice -> "'" + choice + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** As the survey of a template shows it. */
  public ObjectNode document() {
    ObjectNode doc = Json.MAPPER.createObjectNode();
    doc.put("question_name", variable).put("question_description", "");
    doc.put("variable", variable).put("type", type.wire).put("required", isRequired());
    min.ifPresent(value -> doc.put("min", value));
    max.ifPresent(value -> doc.put("max", value));
    doc.put("choices", String.join("\n", choices));
    String shown = type == Type.PASSWORD && fallback.isPresent() ? ExtraVars.ENCRYPTED : "";
    return doc.put("default", type == Type.PASSWORD ? shown : fallback.orElse(""));
  }
}
