package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cloudkit.testkit.http.HttpAnswer;

/** What a body says before any template is looked at (§3.1, §3.7, §3.8). */
final class LaunchBody {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final YAMLMapper YAML = new YAMLMapper();

  private LaunchBody() {}

  /** The body as an object; an absent one counts as empty (§15.1). */
  static ObjectNode of(ApiRequest request) {
    if (request.body().isEmpty()) {
      return Documents.object();
    }
    String type = request.contentType();
    if (!type.split(";", -1)[0].trim().equalsIgnoreCase("application/json")) {
      throw Refusal.of(
          415,
          "You did not use correct Content-Type in your HTTP request. If you are using our REST"
              + " API, the Content-Type must be application/json");
    }
    try {
      JsonNode body = MAPPER.readTree(request.body());
      if (body instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.of(
          400,
          "JSON parse error - " + e.getOriginalMessage() + "\nPossible cause: trailing comma.");
    }
    throw Refusal.of(400, "JSON parse error - not a JSON object");
  }

  /** An object, or a text of JSON or YAML that holds one. */
  static ObjectNode variables(ObjectNode body) {
    JsonNode given = body.get("extra_vars");
    if (given == null || (given.isTextual() && given.asText().isBlank())) {
      return Documents.object();
    }
    if (given.isNull()) {
      throw fieldError("extra_vars", "This field may not be null.");
    }
    if (given instanceof ObjectNode object) {
      return object;
    }
    String trouble = "expected a dictionary";
    try {
      if (given.isTextual() && YAML.readTree(given.asText()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      trouble = e.getOriginalMessage();
    }
    throw fieldError(
        "extra_vars",
        "Cannot parse as JSON (error: " + trouble + ") or YAML (error: " + trouble + ").");
  }

  static Refusal fieldError(String field, String text) {
    ObjectNode refusal = Documents.object();
    refusal.putArray(field).add(text);
    return new Refusal(HttpAnswer.json(400, refusal));
  }
}
