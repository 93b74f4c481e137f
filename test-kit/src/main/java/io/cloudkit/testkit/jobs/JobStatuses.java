package io.cloudkit.testkit.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The statuses that the Job controller writes, as merge patches. A real API server checks them: an
 * end needs the condition that foretold it, and a time of completion only if it is a good one.
 */
final class JobStatuses {
  private JobStatuses() {}

  static boolean isEnded(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getStatus().equals("True")
                        && (condition.getType().equals("Complete")
                            || condition.getType().equals("Failed")));
  }

  static String begun(Instant now) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("startTime", text(now)).put("active", 1).put("ready", 1);
    return patch(status);
  }

  static String ended(PodRun.Ending ending, Instant now) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("active", 0).put("ready", 0);
    if (ending == PodRun.Ending.SUCCEEDED) {
      status.put("succeeded", 1).put("completionTime", text(now));
      conditions(status, now, "CompletionsReached", "", "SuccessCriteriaMet", "Complete");
    } else {
      boolean late = ending == PodRun.Ending.DEADLINE_EXCEEDED;
      conditions(
          status.put("failed", 1),
          now,
          late ? "DeadlineExceeded" : "BackoffLimitExceeded",
          late
              ? "Job was active longer than specified deadline"
              : "Job has reached the specified backoff limit",
          "FailureTarget",
          "Failed");
    }
    return patch(status);
  }

  private static void conditions(
      ObjectNode status, Instant now, String reason, String message, String... types) {
    for (String type : types) {
      status
          .withArray("/conditions")
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("reason", reason)
          .put("message", message)
          .put("lastProbeTime", text(now))
          .put("lastTransitionTime", text(now));
    }
  }

  private static String patch(ObjectNode status) {
    return JsonNodeFactory.instance.objectNode().set("status", status).toString();
  }

  private static String text(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
