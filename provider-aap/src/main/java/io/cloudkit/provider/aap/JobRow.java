package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** A job as AAP shows it, in our words. */
record JobRow(JobKind kind, JsonNode row) {
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

  static Optional<JobRow> of(JsonNode row) {
    return JobKind.ofJob(row.path("type").asText()).map(kind -> new JobRow(kind, row));
  }

  static JobState state(String status) {
    return STATES.getOrDefault(status, JobState.UNKNOWN);
  }

  long number() {
    return row.path("id").asLong();
  }

  JobId id() {
    return JobId.of(kind, number());
  }

  JobState state() {
    return state(row.path("status").asText());
  }

  JsonNode variables() {
    return ExtraVars.ofJob(row);
  }

  /** Whether a workflow started it; then it has the workflow's variables (aap-api.md §4.7). */
  boolean isChild() {
    return row.path("launch_type").asText().equals("workflow");
  }

  /** Of the resource that it works for. */
  Optional<String> resourceUid() {
    return ExtraVars.resourceUid(variables());
  }

  /** The workflow job that started it. */
  Optional<Long> parent() {
    JsonNode id = row.path("summary_fields").path("source_workflow_job").path("id");
    return id.isIntegralNumber() ? Optional.of(id.asLong()) : Optional.empty();
  }

  boolean hasStarted() {
    return row.path("started").isTextual();
  }

  /**
   * Whether the playbook is known to be over. Only the process that ran it writes {@code
   * successful}, last, and nothing follows (aap-api.md §13.2); {@code failed} and {@code canceled}
   * others write, too, and then only the statistics of the playbook's end prove it (§5.6). What
   * never started needs no proof.
   */
  boolean isEndProven() {
    return state() == JobState.SUCCEEDED
        || row.path("host_status_counts").isObject()
        || !hasStarted();
  }

  /** AAP's own word on what became of it, empty for none: aap-api.md §13.3. */
  String explanation() {
    return row.path("job_explanation").asText("");
  }

  Optional<Instant> finished() {
    return time("finished");
  }

  /**
   * As a status, with that settle time should it have ended; neither why it failed nor what it said
   * back is in it.
   */
  JobStatus.Builder status(JobState state, Duration settle, URI link, Redaction redaction) {
    JobStatus.Builder status =
        JobStatus.builder(state).message(redaction.over(message())).link(link);
    time("started").ifPresent(status::startedAt);
    finished().ifPresent(status::finishedAt);
    if (state.isTerminal()) {
      status.settle(settle);
    }
    return status;
  }

  private String message() {
    String explanation = explanation();
    boolean cancelling =
        row.path("canceled_on").isTextual() && !state().isTerminal(); // aap-api.md §5.4
    return explanation.isEmpty() && cancelling ? "cancel was asked for" : explanation;
  }

  private Optional<Instant> time(String field) {
    return time(row, field);
  }

  /** A time of a job of any kind; empty if the row has none. */
  static Optional<Instant> time(JsonNode row, String field) {
    try {
      return Optional.of(row.path(field).asText(""))
          .filter(text -> !text.isEmpty() && !text.equals("null"))
          .map(Instant::parse);
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}
