package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.aap.controller.User;
import java.util.List;

/**
 * A request that found its place under a base path.
 *
 * @param base {@code /api/v2} or {@code /api/controller/v2}: URLs in bodies start with it (§1.1)
 * @param segments decoded path segments below the base
 */
record Call(ApiRequest request, String base, List<String> segments, User user) {

  String segment(int index) {
    return index < segments.size() ? segments.get(index) : "";
  }

  boolean isPost() {
    return request.method().equals("POST");
  }

  /** Refuses every method but these (405). */
  void allow(String... methods) {
    for (String method : methods) {
      if (method.equals(request.method())) {
        return;
      }
    }
    throw Refusal.of(405, "Method \"" + request.method() + "\" not allowed.");
  }
}
