package io.cloudkit.provider.eda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came back for one request.
 *
 * @param request method and path, for a person
 * @param type of the body, without parameters; empty if it names none
 * @param text the body, cut after some thousand characters, without anything that the request
 *     showed to be let in
 * @param said what there is for a person in it, see {@link #saidIn}; without that, too
 */
record Answer(
    String request,
    int status,
    String type,
    String text,
    String said,
    Optional<String> allow,
    Optional<String> retryAfter) {
  private static final int MAX_SHOWN = 100;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** Whether it takes these methods, and no others. */
  boolean allows(String... methods) {
    return status == 405
        && Set.of(methods)
            .equals(
                Stream.of(allow.orElse("").split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toSet()));
  }

  /** The text, or the {@code detail} of a document that has one, as eda-server's do. */
  static String saidIn(String type, String text) {
    if (type.equals("application/json")) {
      try {
        JsonNode detail = MAPPER.readTree(text).path("detail");
        return detail.isTextual() ? detail.textValue() : "";
      } catch (JsonProcessingException cut) {
        return "";
      }
    }
    return type.equals("text/plain") ? text : "";
  }

  /**
   * The status and, in short, what was said: a page of HTML or a document says nothing in so few
   * words.
   */
  String found() {
    if (text.isBlank()) {
      return status + " with an empty body";
    }
    if (said.isEmpty()) {
      return status + " with a body of " + (type.isEmpty() ? "no type" : type);
    }
    return status
        + " \""
        + (said.length() > MAX_SHOWN ? said.substring(0, MAX_SHOWN) + "…" : said)
        + "\"";
  }
}
