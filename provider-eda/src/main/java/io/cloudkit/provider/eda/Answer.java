package io.cloudkit.provider.eda;

import java.util.Optional;

/**
 * What came back for one request.
 *
 * @param request method and path, for a person
 * @param type of the body, without parameters; empty if it names none
 * @param text the body, cut after some thousand characters, without anything that the request
 *     showed to be let in
 */
record Answer(
    String request,
    int status,
    String type,
    String text,
    Optional<String> allow,
    Optional<String> retryAfter) {
  private static final int MAX_SHOWN = 100;

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** Whether a webhook said that it takes nothing but a POST. */
  boolean allowsPostAlone() {
    return status == 405 && allow.map(String::strip).filter("POST"::equals).isPresent();
  }

  /**
   * The status and, in short, the body: a page of HTML or a document says nothing in so few words.
   */
  String found() {
    if (text.isBlank()) {
      return status + " with an empty body";
    }
    if (!type.equals("text/plain")) {
      return status + " with a body of " + (type.isEmpty() ? "no type" : type);
    }
    return status
        + " \""
        + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text)
        + "\"";
  }
}
