package io.cloudkit.testkit.aap.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.NodeRow;
import io.cloudkit.testkit.aap.controller.Submission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said of a job: {@code job_metadata} (§8.3, §13.4), unless a template has words of its
 * own.
 */
final class Message {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final JobRow job;
  private final List<NodeRow> nodes;
  private final String status;
  private final String page;

  /**
   * About a job.
   *
   * @param status that it tells
   * @param site where AAP's pages for people begin
   */
  Message(JobRow job, List<NodeRow> nodes, String status, String site) {
    this.job = job;
    this.nodes = nodes;
    this.status = status;
    String kind = job.kind() == JobKind.JOB ? "playbook" : "workflow";
    this.page = site + "/#/jobs/" + kind + "/" + job.id();
  }

  String subject() {
    String kind = job.kind() == JobKind.JOB ? "Job" : "Workflow Job";
    return kind + " #" + job.id() + " '" + job.submission().name() + "' " + status + ": " + page;
  }

  ObjectNode body(Webhook webhook) {
    return webhook.rendered(this::field).map(Message::object).orElseGet(this::usual);
  }

  private String field(String name) {
    return switch (name) {
      case "id" -> String.valueOf(job.id());
      case "name" -> job.submission().name();
      case "status" -> status;
      case "type" -> job.kind().type();
      default -> throw new IllegalStateException("job." + name);
    };
  }

  private static ObjectNode object(String text) {
    try {
      JsonNode parsed = MAPPER.readTree(text);
      if (parsed instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException noJson) {
      // as if it were no object
    }
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode usual() {
    Submission of = job.submission();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", job.id()).put("name", of.name()).put("url", page);
    body.put("created_by", of.createdBy().name());
    putTime(body, "started", job.started());
    putTime(body, "finished", job.finished());
    body.put("status", status).put("traceback", "");
    if (job.kind() == JobKind.JOB) {
      ofJob(body);
    } else {
      body.put("body", summary()).putNull("inventory");
      body.put("limit", of.prompts().path("limit").textValue());
      body.put("extra_vars", of.extraVars().json());
    }
    return body;
  }

  private void ofJob(ObjectNode body) {
    Submission of = job.submission();
    body.put("inventory", "fake-inventory").put("project", "fake-project");
    body.put("playbook", "site.yml").putNull("credential");
    body.put("limit", of.prompts().path("limit").asText(""));
    body.put("extra_vars", of.extraVars().json());
    ObjectNode hosts = body.putObject("hosts");
    if (job.hostStatusCounts().isPresent()) {
      ObjectNode host = hosts.putObject("host-1").put("failed", job.failed());
      host.put("changed", 0).put("dark", 0).put("failures", job.failed() ? 1 : 0);
      host.put("ok", job.failed() ? 0 : 1).put("processed", 1).put("skipped", 0);
      host.put("rescued", 0).put("ignored", 0);
    }
  }

  private String summary() {
    return nodes.stream()
        .map(node -> "- node #" + node.id() + " spawns " + spawned(node))
        .collect(Collectors.joining("\n", "Workflow job summary:\n\n", ""));
  }

  private static String spawned(NodeRow node) {
    return node.job()
        .map(
            job ->
                "job #%d, \"%s\", which finished with status %s."
                    .formatted(job.id(), job.submission().name(), job.status().wire()))
        .orElse("no job.");
  }

  private static void putTime(ObjectNode body, String field, Optional<Instant> time) {
    body.put(field, time.map(Message::iso).orElse(null));
  }

  private static String iso(Instant time) {
    boolean isWhole = time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    return (isWhole ? WHOLE : MICROS).format(time) + "+00:00";
  }
}
