package io.cloudkit.testkit.aap;

import java.time.Instant;

/**
 * A request that reached the server, struck by a fault or not.
 *
 * @param at time of the controller's clock
 * @param path raw path
 * @param query raw query; empty if none
 */
public record RecordedRequest(Instant at, String method, String path, String query) {
  @Override
  public String toString() {
    return at + " " + method + " " + path + (query.isEmpty() ? "" : "?" + query);
  }
}
