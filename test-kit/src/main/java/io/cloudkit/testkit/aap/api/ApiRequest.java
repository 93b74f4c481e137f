package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.http.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request as it came over the wire.
 *
 * @param method in capitals
 * @param path raw path, percent-encoded
 * @param query raw query; empty if none
 * @param contentType empty if none
 * @param token the Bearer token, if one was sent, or all of {@code Basic …}
 * @param body empty if none
 * @param reservedId the job id a launch gets if it commits late
 */
public record ApiRequest(
    String method,
    String path,
    String query,
    String contentType,
    Optional<String> token,
    String body,
    Optional<Long> reservedId) {

  /** A request with the right content type; {@code target} is a raw path with or without query. */
  public static ApiRequest of(String method, String target, String token, String json) {
    int mark = target.indexOf('?');
    return new ApiRequest(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        json.isEmpty() ? "" : "application/json",
        Optional.of(token),
        json,
        Optional.empty());
  }

  /** What the API reads of a request. */
  public static ApiRequest of(WireRequest wire) {
    return new ApiRequest(
        wire.method(),
        wire.path(),
        wire.query(),
        wire.header("Content-Type").orElse(""),
        wire.header("Authorization")
            .filter(value -> value.startsWith("Bearer ") || value.startsWith("Basic "))
            .map(value -> value.replaceFirst("^Bearer ", "")),
        new String(wire.body(), StandardCharsets.UTF_8),
        Optional.empty());
  }

  public ApiRequest withReservedId(long id) {
    return new ApiRequest(method, path, query, contentType, token, body, Optional.of(id));
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
