package io.cloudkit.controller.kubernetes;

import static io.cloudkit.controller.kubernetes.JsonFields.NODES;
import static io.cloudkit.controller.kubernetes.JsonFields.isAbsent;
import static io.cloudkit.controller.kubernetes.JsonFields.put;
import static io.cloudkit.controller.kubernetes.JsonFields.set;
import static io.cloudkit.controller.kubernetes.JsonFields.text;
import static io.cloudkit.controller.kubernetes.JsonFields.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The engine's part of a status as JSON. Reading is tolerant: a word that is not known becomes the
 * cautious one, a field that is not known is left alone. Two things are never guessed: a {@code
 * launch} or a job that is there and can not be read is an error, since "none" would permit another
 * one. Writing replaces the engine's own fields: those of others stay, beside ours, in a launch, a
 * job or a condition.
 */
final class StatusJson {
  private static final List<String> SLOTS = List.of("provisionJob", "deprovisionJob");
  private static final List<String> LISTS = List.of("strayJobs", "jobHistory");

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
        JobJson.slot(status, "provisionJob", JobType.PROVISION),
        JobJson.slot(status, "deprovisionJob", JobType.DEPROVISION),
        JobJson.list(status, "strayJobs"),
        JobJson.list(status, "jobHistory"),
        sequence(status),
        launch(status.path("launch")),
        unansweredClaims(status),
        failure(status.path("failure")),
        text(status, "handledRetry"),
        text(status, "handledRerun"),
        text(status, "statusLoss"),
        ConditionJson.read(status.path("conditions")));
  }

  /** The document with the engine's part replaced; everything else stays as it is. */
  static ObjectNode write(JsonNode document, ResourceStatus status) {
    ObjectNode next =
        document instanceof ObjectNode object ? object.deepCopy() : NODES.objectNode();
    put(next, "phase", status.phase().map(Phase::toString));
    next.put("observedGeneration", status.observedGeneration());
    put(next, "desiredConfigVersion", status.desiredConfigVersion());
    put(next, "reconciledConfigVersion", status.reconciledConfigVersion());
    Map<String, ObjectNode> stored = jobs(next);
    set(next, "provisionJob", status.provisionJob().map(each -> job(each, stored)));
    set(next, "deprovisionJob", status.deprovisionJob().map(each -> job(each, stored)));
    set(next, "strayJobs", jobs(status.strayJobs(), stored));
    set(next, "jobHistory", jobs(status.jobHistory(), stored));
    set(next, "launchSequence", status.launchSequence().map(NODES::numberNode));
    JsonNode storedLaunch = next.path("launch");
    set(next, "launch", status.launch().map(each -> launch(each, storedLaunch)));
    set(next, "unansweredClaims", unansweredClaims(status));
    set(next, "failure", status.failure().map(StatusJson::failure));
    put(next, "handledRetry", status.handledRetry());
    put(next, "handledRerun", status.handledRerun());
    put(next, "statusLoss", status.statusLoss());
    next.set("conditions", ConditionJson.write(next.path("conditions"), status.conditions()));
    return next;
  }

  /** What the document says of each job, by its name. */
  private static Map<String, ObjectNode> jobs(JsonNode document) {
    Map<String, ObjectNode> jobs = new HashMap<>();
    Stream.concat(
            LISTS.stream().flatMap(list -> elements(document.path(list))),
            SLOTS.stream().map(document::path))
        .forEach(
            node -> {
              if (node instanceof ObjectNode job) {
                String id = text(node, "id").orElse("");
                jobs.put(name(text(node, "provider").orElse(""), id), job);
              }
            });
    return jobs;
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String name(String provider, String id) {
    return provider + " " + id;
  }

  private static ObjectNode job(Job job, Map<String, ObjectNode> stored) {
    ObjectNode before = stored.get(name(job.provider(), job.id()));
    return JobJson.write(job, before == null ? NODES.objectNode() : before.deepCopy());
  }

  private static Optional<ArrayNode> jobs(List<Job> jobs, Map<String, ObjectNode> stored) {
    ArrayNode array = NODES.arrayNode();
    jobs.forEach(each -> array.add(job(each, stored)));
    return jobs.isEmpty() ? Optional.empty() : Optional.of(array);
  }

  private static Optional<Phase> phase(String text) {
    return Stream.of(Phase.values()).filter(each -> each.toString().equals(text)).findFirst();
  }

  private static Optional<Long> sequence(JsonNode status) {
    JsonNode sequence = status.path("launchSequence");
    return sequence.isIntegralNumber() ? Optional.of(sequence.longValue()) : Optional.empty();
  }

  /**
   * A list that can not be read is as good as none, and one that was kept for fewer launches than
   * are over: an operator of an earlier version leaves it as it is, and closes launches.
   */
  private static Optional<List<String>> unansweredClaims(JsonNode status) {
    JsonNode claims = status.path("unansweredClaims").path("claims");
    JsonNode keptFor = status.path("unansweredClaims").path("ofLaunches");
    Optional<Long> over = over(sequence(status), !isAbsent(status.path("launch")));
    boolean isWhole = over.isPresent() && keptFor.isNumber() && keptFor.asLong() == over.get();
    return isWhole && claims.isArray() && elements(claims).allMatch(JsonNode::isTextual)
        ? Optional.of(elements(claims).map(JsonNode::textValue).toList())
        : Optional.empty();
  }

  /** An empty list says something, and is written. */
  private static Optional<ObjectNode> unansweredClaims(ResourceStatus status) {
    Optional<Long> over = over(status.launchSequence(), status.launch().isPresent());
    return over.flatMap(
        launches ->
            status
                .unansweredClaims()
                .map(
                    claims -> {
                      ObjectNode node = NODES.objectNode().put("ofLaunches", launches);
                      claims.forEach(node.putArray("claims")::add);
                      return node;
                    }));
  }

  /** How many launches are over. */
  private static Optional<Long> over(Optional<Long> launchSequence, boolean oneIsUnresolved) {
    return launchSequence.map(sequence -> oneIsUnresolved ? sequence - 1 : sequence);
  }

  private static Optional<Launch> launch(JsonNode node) {
    if (isAbsent(node)) {
      return Optional.empty();
    }
    if (!isAbsent(node.path("bookmark")) && !node.path("bookmark").isTextual()) {
      throw new UnreadableStatusException(
          "launch.bookmark", "a text", node.path("bookmark").getNodeType().toString());
    }
    return Optional.of(
        new Launch(
            needed(node, "launch", "operation"),
            needed(node, "launch", "claim"),
            JobJson.type(node, "launch", Optional.empty()),
            needed(node, "launch", "provider"),
            text(node, "configVersion").orElse(""),
            Math.max(1, node.path("attempt").asInt(1)),
            text(node, "bookmark"),
            isUnproven(node.path("unproven")),
            text(node, "holder").orElse(""),
            time(node, "requestedAt").orElse(Instant.EPOCH),
            text(node, "rerun")));
  }

  /** What can not be read is the cautious answer. */
  private static boolean isUnproven(JsonNode node) {
    return !isAbsent(node) && !(node.isBoolean() && !node.booleanValue());
  }

  private static ObjectNode launch(Launch launch, JsonNode stored) {
    boolean same =
        stored instanceof ObjectNode
            && text(stored, "claim").filter(launch.claim()::equals).isPresent();
    ObjectNode node = same ? ((ObjectNode) stored).deepCopy() : NODES.objectNode();
    node.put("operation", launch.operation());
    node.put("claim", launch.claim());
    node.put("type", launch.type().toString());
    node.put("provider", launch.provider());
    node.put("configVersion", launch.configVersion());
    node.put("attempt", launch.attempt());
    put(node, "bookmark", launch.bookmark());
    set(
        node,
        "unproven",
        launch.unproven() ? Optional.of(NODES.booleanNode(true)) : Optional.empty());
    node.put("holder", launch.holder());
    node.put("requestedAt", launch.requestedAt().toString());
    put(node, "rerun", launch.rerun());
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

  private static String needed(JsonNode node, String where, String field) {
    return text(node, field)
        .orElseThrow(() -> new UnreadableStatusException(where + "." + field, "a text", "none"));
  }
}
