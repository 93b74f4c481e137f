package io.cloudkit.provider.eda.tracker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cloudkit.provider.eda.event.Payload;
import io.cloudkit.provider.eda.signs.Signs;
import io.cloudkit.provisioning.api.JobState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A job of AAP as a list shows it.
 *
 * @param type {@code job} or {@code workflow_job}
 * @param effort whose event started it; empty for a job of somebody else
 * @param claim under which that event was posted; empty if it names none
 * @param explanation AAP's own word on what became of it, empty for none
 */
record AapJob(
    long id,
    String type,
    JobState state,
    Optional<Effort> effort,
    Optional<String> claim,
    String explanation,
    Optional<Instant> created,
    Optional<Instant> started,
    Optional<Instant> finished) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** aap-api.md §5.1. A word that is not here is not an end (rule 11). */
  private static final Map<String, JobState> STATES =
      Map.of(
          "new", JobState.PENDING,
          "pending", JobState.PENDING,
          "waiting", JobState.WAITING,
          "running", JobState.RUNNING,
          "successful", JobState.SUCCEEDED,
          "failed", JobState.FAILED,
          "error", JobState.FAILED,
          "canceled", JobState.CANCELED);

  /**
   * What an event asked for, as its payload names it.
   *
   * @param uid of the resource
   */
  record Effort(String uid, String operation) {}

  static AapJob of(JsonNode row) {
    JsonNode payload = payload(row.path("extra_vars").asText("{}"));
    return new AapJob(
        row.path("id").asLong(),
        row.path("type").asText(),
        STATES.getOrDefault(row.path("status").asText(), JobState.UNKNOWN),
        effort(payload),
        Signs.claimOf(payload.path("status").path("desiredConfigVersion").asText("")),
        row.path("job_explanation").asText(""),
        time(row, "created"),
        time(row, "started"),
        time(row, "finished"));
  }

  /**
   * The rule passes the event on (eda-api.md §3); AAP shows variables as text (aap-api.md §3.3).
   */
  private static JsonNode payload(String variables) {
    try {
      return MAPPER.readTree(variables).path("ansible_eda").path("event").path("payload");
    } catch (JsonProcessingException yamlOrHidden) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<Effort> effort(JsonNode payload) {
    JsonNode metadata = payload.path("metadata");
    String uid = metadata.path("uid").asText("");
    String operation = metadata.path("annotations").path(Payload.OPERATION).asText("");
    return uid.isEmpty() || operation.isEmpty()
        ? Optional.empty()
        : Optional.of(new Effort(uid, operation));
  }

  /** Whether that is this job, perhaps later: a database that was put back gives ids once more. */
  boolean isTheSameAs(AapJob later) {
    return id == later.id && effort.equals(later.effort) && created.equals(later.created);
  }

  /** Also one of a sliced job template (aap-api.md §3.4). */
  boolean isWorkflow() {
    return !type.equals("job");
  }

  /**
   * As it is when nothing of it can be read: not an end, unless it was one before (aap-api.md rule
   * 18).
   */
  AapJob unseen(String why) {
    return state.isTerminal()
        ? this
        : new AapJob(id, type, JobState.UNKNOWN, effort, claim, why, created, started, finished);
  }

  private static Optional<Instant> time(JsonNode row, String field) {
    try {
      return Optional.of(row.path(field).asText(""))
          .filter(text -> !text.isEmpty() && !text.equals("null"))
          .map(Instant::parse);
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
