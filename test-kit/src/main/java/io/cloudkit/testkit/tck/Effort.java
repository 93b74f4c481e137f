package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.LaunchPlan;
import java.util.Optional;

/**
 * One effort as the engine stores it before it is sent.
 *
 * @param resource name of the resource
 * @param bookmark what the provider answered before the first send
 * @param claim of this send
 */
record Effort(String resource, LaunchPlan plan, Optional<String> bookmark, String claim) {
  /** The same effort, to be sent again. */
  Effort under(String otherClaim) {
    return new Effort(resource, plan, bookmark, otherClaim);
  }
}
