package io.cloudkit.controller.kubernetes;

import static io.cloudkit.controller.kubernetes.JsonFields.NODES;
import static io.cloudkit.controller.kubernetes.JsonFields.isAbsent;
import static io.cloudkit.controller.kubernetes.JsonFields.put;
import static io.cloudkit.controller.kubernetes.JsonFields.set;
import static io.cloudkit.controller.kubernetes.JsonFields.text;
import static io.cloudkit.controller.kubernetes.JsonFields.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Jobs as JSON, also as the Go operator wrote them. */
final class JobJson {
  private JobJson() {}

  /** The job in a slot of a status. */
  static Optional<Job> slot(JsonNode status, String slot, JobType type) {
    JsonNode node = status.path(slot);
    return isAbsent(node) ? Optional.empty() : Optional.of(read(node, slot, Optional.of(type)));
  }

  /** The jobs in a list of a status. A list that is something else is no empty list. */
  static List<Job> list(JsonNode status, String list) {
    JsonNode node = status.path(list);
    if (!isAbsent(node) && !node.isArray()) {
      throw new UnreadableStatusException(list, "a list", node.getNodeType().toString());
    }
    List<Job> jobs = new ArrayList<>();
    node.forEach(each -> jobs.add(read(each, list, Optional.empty())));
    return jobs;
  }

  /** The Go operator wrote id, state, message and blockDeletionOnFailure alone. */
  private static Job read(JsonNode node, String where, Optional<JobType> expected) {
    if (!node.isObject()) {
      throw new UnreadableStatusException(where, "an object", node.getNodeType().toString());
    }
    JobState state = JobState.fromText(text(node, "state").orElse(""));
    return new Job(
        ref(node, where, type(node, where, expected)),
        text(node, "claim").orElse(""),
        state,
        text(node, "message").orElse(""),
        text(node, "link"),
        text(node, "configVersion").orElse(""),
        Math.max(1, node.path("attempt").asInt(1)),
        node.path("blockDeletionOnFailure").asBoolean(true),
        node.path("progress").isInt()
            ? Optional.of(node.path("progress").intValue())
            : Optional.empty(),
        text(node, "errorDetails"),
        outputs(node.path("outputs")),
        text(node, "reconciledVersion"),
        standing(node, state),
        text(node, "cancelRequested"),
        time(node, "requestedAt").orElse(Instant.EPOCH),
        time(node, "startedAt"),
        time(node, "finishedAt"),
        time(node, "endedAt"));
  }

  private static JobRef ref(JsonNode node, String where, JobType type) {
    try {
      return JobRef.of(
          text(node, "provider").filter(each -> !each.isEmpty()).orElse(Job.UNASSIGNED),
          type,
          text(node, "id").filter(each -> !each.isEmpty()).orElse(Job.UNASSIGNED),
          text(node, "operation").orElse(""));
    } catch (IllegalArgumentException refused) {
      throw new UnreadableStatusException(
          where, "the name of a job", "one that is none: " + refused.getMessage());
    }
  }

  /**
   * A job as JSON.
   *
   * @param node what the status said of this job before; its fields that are not ours stay
   */
  static ObjectNode write(Job job, ObjectNode node) {
    node.put("id", job.id());
    node.put("provider", job.provider());
    node.put("type", job.type().toString());
    node.put("operation", job.operation());
    node.put("claim", job.claim());
    node.put("state", job.state().toString());
    node.put("message", job.message());
    put(node, "link", job.link());
    node.put("configVersion", job.configVersion());
    node.put("attempt", job.attempt());
    node.put("blockDeletionOnFailure", job.blockDeletionOnFailure());
    set(node, "progress", job.progress().map(NODES::numberNode));
    put(node, "errorDetails", job.errorDetails());
    set(node, "outputs", outputs(job));
    put(node, "reconciledVersion", job.reconciledVersion());
    node.put("standing", job.standing().toString());
    put(node, "cancelRequested", job.cancelRequested());
    node.put("requestedAt", job.requestedAt().toString());
    put(node, "startedAt", job.startedAt().map(Instant::toString));
    put(node, "finishedAt", job.finishedAt().map(Instant::toString));
    put(node, "endedAt", job.endedAt().map(Instant::toString));
    return node;
  }

  private static Optional<ObjectNode> outputs(Job job) {
    if (job.outputs().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode outputs = NODES.objectNode();
    job.outputs().forEach(outputs::put);
    return Optional.of(outputs);
  }

  private static Map<String, String> outputs(JsonNode node) {
    Map<String, String> outputs = new LinkedHashMap<>();
    node.properties().forEach(each -> outputs.put(each.getKey(), each.getValue().asText()));
    return outputs;
  }

  /** A word of a later version is "alive" here: what is not known to be dead may run. */
  private static Standing standing(JsonNode node, JobState state) {
    if (isAbsent(node.path("standing"))) {
      return state.isTerminal() ? Standing.DEAD : Standing.ALIVE;
    }
    String word = text(node, "standing").orElse("");
    return Stream.of(Standing.values())
        .filter(each -> each.toString().equals(word))
        .findFirst()
        .orElse(Standing.ALIVE);
  }

  static JobType type(JsonNode node, String where, Optional<JobType> expected) {
    Optional<String> word = text(node, "type");
    if (word.isEmpty() && expected.isPresent()) {
      return expected.get();
    }
    return Stream.of(JobType.values())
        .filter(each -> each.toString().equals(word.orElse("")))
        .findFirst()
        .orElseThrow(
            () ->
                new UnreadableStatusException(
                    where + ".type", "Provision or Deprovision", word.orElse("none")));
  }
}
