package io.cloudkit.testkit.aap.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request and what is expected of its answer.
 *
 * @param path below the base, or of the host, as {@code place} says; names in braces are facts
 * @param status those that are right
 * @param headers by name, in the language of {@link Expectation}
 * @param expect by path into the body, in the same language
 * @param text a pattern to be found in the body
 */
record Step(
    String method,
    String path,
    Place place,
    Optional<Body> body,
    List<Integer> status,
    Map<String, JsonNode> headers,
    Map<String, JsonNode> expect,
    Optional<String> text) {

  /** What a path begins from. */
  enum Place {
    BASE,
    HOST
  }

  /** What is sent: JSON whose texts may hold facts, or text that is sent as it stands. */
  record Body(JsonNode content, String contentType) {}
}
