package io.cloudkit.operator.kills;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobType;
import java.util.Set;
import java.util.function.Predicate;

/** The steps of a resource's life that leave a trace outside, each by the request that makes it. */
enum Step {
  SEQUENCE_WRITTEN(Set.of(JobType.PROVISION), Step::writesSequence),
  FINALIZER_ADDED(Set.of(JobType.PROVISION), request -> finalizers(request) > 0),
  PERMISSION_WRITTEN(Set.of(JobType.PROVISION, JobType.DEPROVISION), Step::writesPermission),
  LAUNCH_SENT(
      Set.of(JobType.PROVISION, JobType.DEPROVISION), request -> request.is("POST", "/launch/")),
  OUTCOME_WRITTEN(Set.of(JobType.PROVISION, JobType.DEPROVISION), Step::writesOutcome),
  END_WRITTEN(Set.of(JobType.PROVISION), Step::writesEnd),
  /** The create job runs on until it is cancelled, since its resource is deleted. */
  CANCEL_SENT(Set.of(JobType.DEPROVISION), request -> request.is("POST", "/cancel/")),
  FINALIZER_REMOVED(Set.of(JobType.DEPROVISION), request -> finalizers(request) == 0);

  private final Set<JobType> types;
  private final Predicate<Request> request;

  Step(Set<JobType> types, Predicate<Request> request) {
    this.types = types;
    this.request = request;
  }

  /** Whether there is such a step on the way there. */
  boolean isOnTheWayOf(JobType type) {
    return types.contains(type);
  }

  /**
   * Whether a request makes this step, for the only resource that its sender looks after; asked
   * from the moment on when the resource was created, or its deletion was ordered.
   */
  boolean isMadeBy(Request sent) {
    return request.test(sent);
  }

  private static boolean writesSequence(Request request) {
    JsonNode sequence = status(request).path("launchSequence");
    return sequence.isIntegralNumber() && sequence.asLong() == 0;
  }

  private static boolean writesPermission(Request request) {
    return status(request).has("launch");
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
