package io.cloudkit.operator.kills;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobType;

/** The steps of a resource's life that leave a trace outside, each by the request that makes it. */
enum Step {
  SEQUENCE_WRITTEN,
  FINALIZER_ADDED,
  PERMISSION_WRITTEN,
  LAUNCH_SENT,
  OUTCOME_WRITTEN,
  END_WRITTEN,
  /** The create job runs on until it is cancelled, since its resource is deleted. */
  CANCEL_SENT,
  FINALIZER_REMOVED;

  /** Whether there is such a step on the way there. */
  boolean isOnTheWayOf(JobType type) {
    return switch (this) {
      case PERMISSION_WRITTEN, LAUNCH_SENT, OUTCOME_WRITTEN -> true;
      case SEQUENCE_WRITTEN, FINALIZER_ADDED, END_WRITTEN -> type == JobType.PROVISION;
      case CANCEL_SENT, FINALIZER_REMOVED -> type == JobType.DEPROVISION;
    };
  }

  /**
   * Whether a request makes this step, for the only resource that its sender looks after; asked
   * from the moment on when the resource was created, or its deletion was ordered.
   */
  boolean isMadeBy(Request sent) {
    return switch (this) {
      case SEQUENCE_WRITTEN -> writesSequence(sent);
      case FINALIZER_ADDED -> finalizers(sent) > 0;
      case PERMISSION_WRITTEN -> status(sent).has("launch");
      case LAUNCH_SENT -> sent.is("POST", "/launch/");
      case OUTCOME_WRITTEN -> writesOutcome(sent);
      case END_WRITTEN -> writesEnd(sent);
      case CANCEL_SENT -> sent.is("POST", "/cancel/");
      case FINALIZER_REMOVED -> finalizers(sent) == 0;
    };
  }

  private static boolean writesSequence(Request request) {
    JsonNode sequence = status(request).path("launchSequence");
    return sequence.isIntegralNumber() && sequence.asLong() == 0;
  }

  private static boolean writesOutcome(Request request) {
    JsonNode status = status(request);
    boolean deleting = request.json().path("metadata").has("deletionTimestamp");
    return !status.has("launch") && status.has(deleting ? "deprovisionJob" : "provisionJob");
  }

  private static boolean writesEnd(Request request) {
    return status(request).path("provisionJob").path("state").asText().equals("Succeeded");
  }

  private static JsonNode status(Request request) {
    return request.is("PUT", "/status") && request.isAt("/computeinstances/")
        ? request.json().path("status")
        : request.json().path("no status is written");
  }

  /** How many finalizers a request leaves on a resource; -1 if it does not say. */
  private static int finalizers(Request request) {
    JsonNode left = request.json().path("metadata").path("finalizers");
    return request.isAt("/computeinstances/") && request.is("PATCH", "") && left.isArray()
        ? left.size()
        : -1;
  }
}
