package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Looks at single jobs, and asks them to end. Thread-safe. */
final class Jobs {
  private static final int MAX_NODE_PAGES = 20;

  private final AapClient client;
  private final Duration settle;

  Jobs(AapClient client, Duration settle) {
    this.client = client;
    this.settle = settle;
  }

  JobObservation observe(JobQuery query) {
    Optional<JobId> id = JobId.parse(query.job().id());
    if (id.isEmpty()) {
      return JobObservation.foreign("no job of AAP has an id like \"" + query.job().id() + "\"");
    }
    Optional<JobKind> kind = id.get().kind().or(() -> kindOf(id.get().number()));
    if (kind.isEmpty()) {
      return JobObservation.purged("AAP has no job " + id.get().number());
    }
    Answer answer = client.get("job", detail(kind.get(), id.get().number()));
    if (answer.status() == 403) {
      return JobObservation.notVisible(
          "AAP does not show job "
              + id.get().text()
              + " to the account (403); was its template deleted?"
              + " Grant the account the right to read it");
    }
    // a JSON 404 is an answer, an HTML 404 is somebody else's: aap-api.md §15.2
    if (answer.status() == 404 && answer.isJson()) {
      return gone(id.get());
    }
    return ours(query, new JobRow(kind.get(), answer.body()));
  }

  private HttpUrl detail(JobKind kind, long number) {
    return client.url(kind.path() + "/" + number + "/");
  }

  /** Gone, or of the other kind: aap-api.md §5.5. */
  private JobObservation gone(JobId id) {
    return kindOf(id.number())
        .map(
            other ->
                JobObservation.foreign(
                    "AAP has a " + other.type() + " of the number " + id.number() + ", not ours"))
        .orElseGet(
            () -> JobObservation.purged("AAP has no job " + id.text() + " any more (purged?)"));
  }

  private Optional<JobKind> kindOf(long number) {
    JsonNode body =
        client.get("job", client.url("unified_jobs/", "id", String.valueOf(number))).body();
    return JobKind.ofJob(body.path("results").path(0).path("type").asText());
  }

  /** Ids begin again when a database is restored: what carries another operation is not ours. */
  private JobObservation ours(JobQuery query, JobRow row) {
    Optional<String> operation = ExtraVars.operation(row.variables());
    String expected = query.job().operation();
    if (operation.isPresent() && !expected.isEmpty() && !operation.get().equals(expected)) {
      return JobObservation.foreign(
          "job " + row.number() + " carries another operation; was AAP's database restored?");
    }
    boolean deaf = operation.isEmpty() && !expected.isEmpty();
    return JobObservation.seen(deaf ? ranWithoutVariables(row) : status(row));
  }

  /**
   * It got none of our variables, so it can not have done what it was launched for (aap-api.md
   * §3.5).
   */
  private JobStatus ranWithoutVariables(JobRow row) {
    JobState state = row.state() == JobState.SUCCEEDED ? JobState.FAILED : row.state();
    return row.status(state, settle, link(row))
        .message("it ran without our variables; let the template prompt for variables on launch")
        .build();
  }

  /**
   * A job as a list shows it. Lists do not tell whether an end is proven (aap-api.md §5.6), so an
   * end is to be read once more, in detail, and at once.
   */
  JobStatus listed(JobRow row) {
    return row.status(row.state(), Duration.ofNanos(1), link(row)).build();
  }

  /** A job as it is, read in detail. */
  JobStatus status(JobRow row) {
    if (!row.state().isTerminal()) {
      return row.status(row.state(), Duration.ZERO, link(row)).build();
    }
    if (row.kind() == JobKind.JOB) {
      boolean proven = row.isEndProven();
      return row.status(row.state(), proven ? Duration.ZERO : settle, link(row)).build();
    }
    return workflow(row);
  }

  /** A workflow is not over before its children are: aap-api.md §6.9, rule 12. */
  private JobStatus workflow(JobRow row) {
    if (!row.hasStarted()) {
      return row.status(row.state(), Duration.ZERO, link(row)).build();
    }
    Children children = children(row.number());
    if (children.living().isPresent()) {
      return row.status(JobState.RUNNING, Duration.ZERO, link(row))
          .message("child job " + children.living().get() + " still runs")
          .build();
    }
    boolean proven = children.allSucceeded() && row.state() == JobState.SUCCEEDED;
    return row.status(row.state(), proven ? Duration.ZERO : settle, link(row)).build();
  }

  private record Children(Optional<Long> living, boolean allSucceeded) {}

  private Children children(long workflow) {
    Optional<Long> living = Optional.empty();
    boolean allSucceeded = true;
    for (int page = 1; page <= MAX_NODE_PAGES; page++) {
      JsonNode body =
          client
              .get(
                  "workflow_nodes",
                  client.url(
                      JobKind.WORKFLOW_JOB.path() + "/" + workflow + "/workflow_nodes/",
                      "page_size",
                      "200",
                      "page",
                      String.valueOf(page)))
              .body();
      for (JsonNode node : body.path("results")) {
        JsonNode job = node.path("summary_fields").path("job");
        if (job.isObject()) {
          JobState state = JobRow.state(job.path("status").asText());
          living = state.isTerminal() ? living : Optional.of(job.path("id").asLong());
          allSucceeded &= state == JobState.SUCCEEDED;
        }
      }
      if (!body.path("next").isTextual()) {
        return new Children(living, allSucceeded);
      }
    }
    return new Children(living, false);
  }

  CancelResult cancel(JobQuery query) {
    Optional<JobId> id = JobId.parse(query.job().id());
    if (id.isEmpty()) {
      return CancelResult.refused("no job of AAP has an id like \"" + query.job().id() + "\"");
    }
    Optional<JobKind> kind = id.get().kind().or(() -> kindOf(id.get().number()));
    return kind.isEmpty() ? CancelResult.alreadyEnded() : cancel(kind.get(), id.get().number());
  }

  CancelResult cancel(JobKind kind, long number) {
    Answer answer =
        client.post(
            "cancel",
            client.url(kind.path() + "/" + number + "/cancel/"),
            JsonNodeFactory.instance.objectNode(),
            null);
    return switch (answer.status()) {
      case 202 -> CancelResult.requested();
      // what it means, only the job itself tells: aap-api.md §6.2
      case 403, 405 -> refused(kind, number, answer);
      case 404 -> {
        if (!answer.isJson()) {
          throw answer.unexpected();
        }
        yield CancelResult.alreadyEnded();
      }
      default -> throw answer.unexpected();
    };
  }

  private CancelResult refused(JobKind kind, long number, Answer refusal) {
    Answer answer = client.get("job", detail(kind, number));
    boolean ended = answer.status() == 200 && new JobRow(kind, answer.body()).state().isTerminal();
    return ended ? CancelResult.alreadyEnded() : CancelResult.refused(refusal.explain());
  }

  private URI link(JobRow row) {
    return detail(row.kind(), row.number()).uri();
  }
}
