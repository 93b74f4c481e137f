package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;

/** What a provider answered, as a text that begins with the case. */
final class Words {
  private Words() {}

  static String words(ProvisionResult result) {
    return result.match(
        (job, status) -> "triggered " + job,
        (reason, after) -> "waiting " + after + " " + reason,
        (kind, reason) -> "rejected " + kind + " " + reason);
  }

  static String words(Recovery recovery) {
    return recovery.match(
        jobs -> "found " + jobs,
        proof -> "notLaunched " + proof,
        after -> "tooEarly " + after,
        remedy -> "unknowable " + remedy);
  }

  static String words(JobObservation observation) {
    return observation.match(
        status -> "seen " + status,
        reason -> "purged " + reason,
        reason -> "hidden " + reason,
        reason -> "foreign " + reason);
  }

  static String words(CancelResult result) {
    return result.match(
        () -> "requested",
        () -> "alreadyEnded",
        reason -> "refused " + reason,
        () -> "unsupported");
  }
}
