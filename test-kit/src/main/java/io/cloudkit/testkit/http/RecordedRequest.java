package io.cloudkit.testkit.http;

import java.time.Instant;

/**
 * A request that reached the server, struck by a fault or not.
 *
 * @param at time of the fake's clock
 * @param path raw path
 * @param query raw query; empty if none
 */
public record RecordedRequest(Instant at, String method, String path, String query) {
  @Override
  public String toString() {
    return at + " " + method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
