package io.cloudkit.provider.eda;

import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;

/** What a provider answered, as a text that begins with the case. */
public final class Words {
  private Words() {}

  public static String words(ProvisionResult result) {
    return result.match(
        (job, status) -> "triggered " + job + " " + status,
        (reason, after) -> "waiting " + after + " " + reason,
        (kind, reason) -> "rejected " + kind + " " + reason);
  }

  public static String words(DeprovisionResult result) {
    return result.match(
        (job, status, onFailure) -> "triggered " + job + " " + status + " " + onFailure,
        (reason, after) -> "waiting " + after + " " + reason,
        reason -> "skipped " + reason,
        (kind, reason) -> "rejected " + kind + " " + reason);
  }

  public static String words(Recovery recovery) {
    return recovery.match(
        jobs ->
            "found "
                + jobs.size()
                + " "
                + jobs.get(0).job().id()
                + " "
                + jobs.get(0).claim().orElse("")
                + " "
                + words(jobs.get(0).status()),
        proof -> "notLaunched " + proof,
        after -> "tooEarly " + after,
        remedy -> "unknowable " + remedy);
  }

  public static String words(JobObservation observation) {
    return observation.match(
        Words::words,
        reason -> "purged " + reason,
        reason -> "hidden " + reason,
        reason -> "foreign " + reason);
  }

  private static String words(JobStatus status) {
    return status.state() + " settling " + status.settle() + " " + status.message();
  }
}
