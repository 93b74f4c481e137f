package io.cloudkit.provider.eda.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came back for one request.
 *
 * @param request method and path, for a person
 * @param type of the body, without parameters; empty if it names none
 * @param text the body, cut after some thousand characters, to compare and not to show: it may
 *     repeat what the request showed to be let in
 * @param said what there is for a person in it, see {@link #saidIn}; to compare, too
 * @param target the host that a redirect names; what else is in it may hold a secret
 * @param mask takes out of a text what the request showed to be let in
 */
public record Answer(
    String request,
    int status,
    String type,
    String text,
    String said,
    Optional<String> allow,
    Optional<String> retryAfter,
    Optional<String> target,
    UnaryOperator<String> mask) {
  private static final int MAX_SHOWN = 100;

  /** As Go's server, nginx, Apache's httpd and Tomcat say it. */
  private static final Pattern WITHOUT_TLS =
      Pattern.compile(
          "HTTP request to an HTTPS server|HTTP request was sent to HTTPS port"
              + "|plain HTTP to an SSL-enabled server|combination of host and port requires TLS");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** Of a redirect, for a person. */
  String redirect() {
    return "a redirect" + target.map(host -> " to " + host).orElse("") + ", which is not followed";
  }

  /** Whether a server that speaks TLS says that it got something else. */
  boolean asksForTls() {
    return status == 400 && WITHOUT_TLS.matcher(text).find();
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
    // within a document a secret may be written otherwise than it was shown: not before it is read
    String shown = mask.apply(said);
    return status
        + " \""
        + (shown.length() > MAX_SHOWN ? shown.substring(0, MAX_SHOWN) + "…" : shown)
        + "\"";
  }

  /** Which methods it takes, for a person. */
  String allowed() {
    return mask.apply(allow.orElse("nothing"));
  }

  @Override
  public String toString() {
    return found();
  }
}
