package io.cloudkit.controller.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The engine's part of a status as JSON. Reading is tolerant: a word that is not known becomes the
 * cautious one, a field that is not known is left alone. Two things are never guessed: a {@code
 * launch} or a job that is there and can not be read is an error, since "none" would permit another
 * one.
 */
final class StatusJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StatusJson() {}

  /**
   * The engine's part of a status document.
   *
   * @throws UnreadableStatusException if a launch or a job in it can not be read
   */
  static ResourceStatus read(JsonNode status) {
    return new ResourceStatus(
        text(status, "phase").flatMap(StatusJson::phase),
        status.path("observedGeneration").asLong(0),
        text(status, "desiredConfigVersion"),
        text(status, "reconciledConfigVersion"),
        job(status, "provisionJob", JobType.PROVISION),
        job(status, "deprovisionJob", JobType.DEPROVISION),
        jobs(status, "strayJobs"),
        jobs(status, "jobHistory"),
        sequence(status),
        launch(status.path("launch")),
        failure(status.path("failure")),
        text(status, "handledRetry"),
        conditions(status.path("conditions")));
  }

  /** The document with the engine's part replaced; everything else stays as it is. */
  static ObjectNode write(JsonNode document, ResourceStatus status) {
    ObjectNode next =
        document instanceof ObjectNode object ? object.deepCopy() : NODES.objectNode();
    put(next, "phase", status.phase().map(Phase::toString));
    next.put("observedGeneration", status.observedGeneration());
    put(next, "desiredConfigVersion", status.desiredConfigVersion());
    put(next, "reconciledConfigVersion", status.reconciledConfigVersion());
    set(next, "provisionJob", status.provisionJob().map(StatusJson::job));
    set(next, "deprovisionJob", status.deprovisionJob().map(StatusJson::job));
    setJobs(next, "strayJobs", status.strayJobs());
    setJobs(next, "jobHistory", status.jobHistory());
    set(next, "launchSequence", status.launchSequence().map(NODES::numberNode));
    set(next, "launch", status.launch().map(StatusJson::launch));
    set(next, "failure", status.failure().map(StatusJson::failure));
    put(next, "handledRetry", status.handledRetry());
    ArrayNode conditions = NODES.arrayNode();
    status.conditions().forEach(condition -> conditions.add(condition(condition)));
    next.set("conditions", conditions);
    return next;
  }

  private static Optional<Phase> phase(String text) {
    return Stream.of(Phase.values()).filter(each -> each.toString().equals(text)).findFirst();
  }

  private static Optional<Long> sequence(JsonNode status) {
    JsonNode sequence = status.path("launchSequence");
    return sequence.isIntegralNumber() ? Optional.of(sequence.longValue()) : Optional.empty();
  }

  private static Optional<Launch> launch(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        new Launch(
            needed(node, "launch", "operation"),
            needed(node, "launch", "claim"),
            type(node, "launch", Optional.empty()),
            needed(node, "launch", "provider"),
            needed(node, "launch", "configVersion"),
            Math.max(1, node.path("attempt").asInt(1)),
            text(node, "bookmark"),
            node.path("unproven").asBoolean(false),
            text(node, "holder").orElse(""),
            time(node, "requestedAt").orElse(Instant.EPOCH)));
  }

  private static ObjectNode launch(Launch launch) {
    ObjectNode node = NODES.objectNode();
    node.put("operation", launch.operation());
    node.put("claim", launch.claim());
    node.put("type", launch.type().toString());
    node.put("provider", launch.provider());
    node.put("configVersion", launch.configVersion());
    node.put("attempt", launch.attempt());
    put(node, "bookmark", launch.bookmark());
    if (launch.unproven()) {
      node.put("unproven", true);
    }
    node.put("holder", launch.holder());
    node.put("requestedAt", launch.requestedAt().toString());
    return node;
  }

  private static Optional<Failure> failure(JsonNode node) {
    Optional<Instant> lastAt = time(node, "lastAt");
    if (lastAt.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            FailureKind.fromText(text(node, "kind").orElse("")),
            text(node, "reason").orElse(""),
            text(node, "configVersion").orElse(""),
            node.path("count").asInt(0),
            lastAt.get(),
            time(node, "retryAt").orElse(lastAt.get())));
  }

  private static ObjectNode failure(Failure failure) {
    ObjectNode node = NODES.objectNode();
    node.put("kind", failure.kind().toString());
    node.put("reason", failure.reason());
    node.put("configVersion", failure.configVersion());
    node.put("count", failure.count());
    node.put("lastAt", failure.lastAt().toString());
    node.put("retryAt", failure.retryAt().toString());
    return node;
  }

  private static Optional<Job> job(JsonNode status, String slot, JobType type) {
    JsonNode node = status.path(slot);
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(job(node, slot, Optional.of(type)));
  }

  private static List<Job> jobs(JsonNode status, String list) {
    List<Job> jobs = new ArrayList<>();
    status.path(list).forEach(node -> jobs.add(job(node, list, Optional.empty())));
    return jobs;
  }

  /** Also as the Go operator wrote it: id, state, message and blockDeletionOnFailure alone. */
  private static Job job(JsonNode node, String where, Optional<JobType> expected) {
    if (!node.isObject()) {
      throw new UnreadableStatusException(where, "an object", node.getNodeType().toString());
    }
    JobState state = JobState.fromText(text(node, "state").orElse(""));
    return new Job(
        text(node, "id").orElse(""),
        text(node, "provider").orElse(""),
        type(node, where, expected),
        text(node, "operation").orElse(""),
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
        standing(node, state),
        text(node, "cancelRequested"),
        time(node, "requestedAt").orElse(Instant.EPOCH),
        time(node, "startedAt"),
        time(node, "finishedAt"),
        time(node, "endedAt"));
  }

  private static ObjectNode job(Job job) {
    ObjectNode node = NODES.objectNode();
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
    if (!job.outputs().isEmpty()) {
      ObjectNode outputs = node.putObject("outputs");
      job.outputs().forEach(outputs::put);
    }
    node.put("standing", job.standing().toString());
    put(node, "cancelRequested", job.cancelRequested());
    node.put("requestedAt", job.requestedAt().toString());
    put(node, "startedAt", job.startedAt().map(Instant::toString));
    put(node, "finishedAt", job.finishedAt().map(Instant::toString));
    put(node, "endedAt", job.endedAt().map(Instant::toString));
    return node;
  }

  /** A word of a later version is "alive" here: what is not known to be dead may run. */
  private static Standing standing(JsonNode node, JobState state) {
    Optional<String> word = text(node, "standing");
    if (word.isEmpty()) {
      return state.isTerminal() ? Standing.DEAD : Standing.ALIVE;
    }
    return Stream.of(Standing.values())
        .filter(each -> each.toString().equals(word.get()))
        .findFirst()
        .orElse(Standing.ALIVE);
  }

  private static JobType type(JsonNode node, String where, Optional<JobType> expected) {
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

  private static Map<String, String> outputs(JsonNode node) {
    Map<String, String> outputs = new LinkedHashMap<>();
    node.properties().forEach(each -> outputs.put(each.getKey(), each.getValue().asText()));
    return outputs;
  }

  private static List<Condition> conditions(JsonNode node) {
    List<Condition> conditions = new ArrayList<>();
    for (JsonNode each : node) {
      text(each, "type")
          .ifPresent(
              type ->
                  conditions.add(
                      new Condition(
                          type,
                          text(each, "status").orElse("Unknown"),
                          text(each, "reason").orElse(""),
                          text(each, "message").orElse(""),
                          each.path("observedGeneration").asLong(0),
                          time(each, "lastTransitionTime").orElse(Instant.EPOCH))));
    }
    return conditions;
  }

  private static ObjectNode condition(Condition condition) {
    ObjectNode node = NODES.objectNode();
    node.put("type", condition.type());
    node.put("status", condition.status());
    node.put("reason", condition.reason());
    node.put("message", condition.message());
    node.put("observedGeneration", condition.observedGeneration());
    node.put("lastTransitionTime", condition.lastTransitionTime().toString());
    return node;
  }

  private static String needed(JsonNode node, String where, String field) {
    return text(node, field)
        .orElseThrow(() -> new UnreadableStatusException(where + "." + field, "a text", "none"));
  }

  private static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() && !value.textValue().isEmpty()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  private static Optional<Instant> time(JsonNode node, String field) {
    try {
      return text(node, field).map(Instant::parse);
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }

  private static void put(ObjectNode node, String field, Optional<String> value) {
    set(node, field, value.map(NODES::textNode));
  }

  private static void set(ObjectNode node, String field, Optional<? extends JsonNode> value) {
    if (value.isPresent()) {
      node.set(field, value.get());
    } else {
      node.remove(field);
    }
  }

  private static void setJobs(ObjectNode node, String field, List<Job> jobs) {
    ArrayNode array = NODES.arrayNode();
    jobs.forEach(job -> array.add(job(job)));
    set(node, field, jobs.isEmpty() ? Optional.empty() : Optional.of(array));
  }
}
