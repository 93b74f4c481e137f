package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at single jobs, and asks them to end. Thread-safe. */
final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final String instance;
  private final AapClient client;
  private final Workflows workflows;
  private final Digests digests;
  private final Artifacts artifacts;
  private final Redaction redaction;
  private final Duration settle;

  /**
   * Jobs of one AAP.
   *
   * @param instance the name under which they are stored
   */
  Jobs(
      String instance,
      AapClient client,
      Digests digests,
      Artifacts artifacts,
      Redaction redaction,
      Duration settle) {
    this.instance = instance;
    this.client = client;
    this.workflows = new Workflows(client);
    this.digests = digests;
    this.artifacts = artifacts;
    this.redaction = redaction;
    this.settle = settle;
  }

  JobObservation observe(JobQuery query) {
    Sight sight = look(query, client::get);
    return sight.row().isPresent()
        ? JobObservation.seen(statusOf(sight))
        : sight.otherwise().orElseThrow();
  }

  /**
   * One look at one job.
   *
   * @param row the job, if it is there and ours
   * @param otherwise why there is none
   */
  private record Sight(JobId id, Optional<JobRow> row, Optional<JobObservation> otherwise) {
    static Sight of(JobId id, JobObservation otherwise) {
      return new Sight(id, Optional.empty(), Optional.of(otherwise));
    }
  }

  private Sight look(JobQuery query, BiFunction<String, HttpUrl, Answer> ask) {
    Optional<JobId> parsed = JobId.parse(query.job().id());
    if (parsed.isEmpty()) {
      JobId none = new JobId(Optional.empty(), 0, false);
      return Sight.of(
          none,
          JobObservation.foreign("no job of AAP has an id like \"" + query.job().id() + "\""));
    }
    JobId id = parsed.get();
    boolean hidden = false;
    for (JobKind kind : id.kind().map(List::of).orElse(List.of(JobKind.values()))) {
      Answer answer = ask.apply("job", detail(kind, id.number()));
      hidden |= answer.status() == 403;
      // a JSON 404 is an answer, an HTML 404 is somebody else's: aap-api.md §15.2
      boolean absent = answer.status() == 404 && answer.isJson();
      if (answer.status() != 403 && !absent) {
        return ours(query, id, job(kind, id, answer));
      }
    }
    return Sight.of(id, hidden ? hidden(id) : gone(id));
  }

  /** Somebody else's JSON is no answer: that it does not carry our operation proves nothing. */
  private static JobRow job(JobKind kind, JobId id, Answer answer) {
    JobRow row = new JobRow(kind, answer.body());
    if (row.number() != id.number()) {
      throw new ProviderException(
          answer.request() + ": expected the job, found other JSON; check the setting url");
    }
    return row;
  }

  private HttpUrl detail(JobKind kind, long number) {
    return client.url(kind.path() + "/" + number + "/");
  }

  private static JobObservation hidden(JobId id) {
    return JobObservation.notVisible(
        "AAP does not show job "
            + id.text()
            + " to the account (403); was its template deleted?"
            + " Grant the account the right to read it");
  }

  /** Gone, or of the other kind: aap-api.md §5.5. An unrouted address fails here. */
  private JobObservation gone(JobId id) {
    HttpUrl url = client.url("unified_jobs/", "id", String.valueOf(id.number()), "order_by", "id");
    JsonNode row = client.get("job", url).rows().path(0);
    return row.isObject()
        ? foreign(id.number(), row)
        : JobObservation.purged("AAP has no job " + id.text() + " any more (purged?)");
  }

  private static JobObservation foreign(long number, JsonNode row) {
    return JobObservation.foreign(
        "AAP has a "
            + row.path("type").asText("thing")
            + " of the number "
            + number
            + ", not ours");
  }

  /** Ids begin again when a database is restored: what does not carry our operation is not ours. */
  private static Sight ours(JobQuery query, JobId id, JobRow row) {
    String expected = query.job().operation();
    boolean proven =
        expected.isEmpty()
            || id.bare()
            || ExtraVars.operation(row.variables()).filter(expected::equals).isPresent();
    return proven
        ? new Sight(id, Optional.of(row), Optional.empty())
        : Sight.of(
            id,
            JobObservation.foreign(
                "job "
                    + row.number()
                    + " does not carry the operation "
                    + expected
                    + "; was AAP's database restored?"));
  }

  private JobStatus statusOf(Sight sight) {
    JobRow row = sight.row().orElseThrow();
    return sight.id().bare() ? ranWithoutVariables(row) : status(row);
  }

  /**
   * It got none of our variables, so it can not have done what it was launched for (aap-api.md
   * §3.5).
   */
  private JobStatus ranWithoutVariables(JobRow row) {
    JobState state = row.state() == JobState.SUCCEEDED ? JobState.FAILED : row.state();
    return told(row, state, settle)
        .message("it ran without our variables; let the template prompt for variables on launch")
        .build();
  }

  /**
   * A job as a list shows it. A row may not prove an end that the job in detail does: lists lack
   * the statistics and the children (aap-api.md §5.6).
   */
  JobStatus listed(JobRow row) {
    boolean proven = row.kind() == JobKind.JOB && row.isEndProven();
    Duration unproven = proven ? Duration.ZERO : settle;
    JobStatus.Builder status = told(row, row.state(), unproven);
    if (row.state() == JobState.FAILED) {
      status.errorDetails(digests.brief(row));
    }
    return status.build();
  }

  private JobStatus.Builder told(JobRow row, JobState state, Duration unproven) {
    JobStatus.Builder status = row.status(state, unproven, client.page(row), redaction);
    artifacts.put(row, state, status);
    return status;
  }

  /** A job that was met in a list, with what it says of its launch. */
  FoundJob found(JobRow row, JobType type) {
    String operation = ExtraVars.operation(row.variables()).orElse("");
    return FoundJob.of(
        JobRef.of(instance, type, row.id().text(), operation),
        ExtraVars.claim(row.variables()),
        ExtraVars.configVersion(row.variables()),
        listed(row));
  }

  /** What the row of a list says about the job that was asked about. */
  JobObservation listed(JobQuery query, JobRow row) {
    JobId id = JobId.parse(query.job().id()).orElseThrow();
    if (id.kind().filter(kind -> kind != row.kind()).isPresent()) {
      return foreign(id.number(), row.row());
    }
    Sight sight = ours(query, id, row);
    if (sight.row().isEmpty()) {
      return sight.otherwise().orElseThrow();
    }
    return JobObservation.seen(id.bare() ? ranWithoutVariables(row) : listed(row));
  }

  /** A job as it is, read in detail. */
  JobStatus status(JobRow row) {
    if (!row.state().isTerminal()) {
      return told(row, row.state(), Duration.ZERO).build();
    }
    if (row.kind() == JobKind.JOB) {
      return ended(row, row.isEndProven(), Optional.empty()).build();
    }
    Workflows.Children children = workflows.children(row.number());
    if (!children.living().isEmpty()) {
      return told(row, JobState.RUNNING, Duration.ZERO)
          .message("the workflow ended, but its job " + children.living().get(0).number() + " runs")
          .build();
    }
    boolean proven =
        children.isEndProven() && (row.state() == JobState.SUCCEEDED || !row.hasStarted());
    JobStatus.Builder status = ended(row, proven, children.culprit());
    artifacts.putOfChildren(children.jobs(), row.state(), status);
    return status.build();
  }

  private JobStatus.Builder ended(JobRow row, boolean proven, Optional<Workflows.Culprit> culprit) {
    JobStatus.Builder status = told(row, row.state(), proven ? Duration.ZERO : settle);
    if (row.state() == JobState.FAILED) {
      status.errorDetails(digests.of(row, culprit));
    }
    return status;
  }

  /** Never asks for the end of a job that is not ours, or that has ended. */
  CancelResult cancel(JobQuery query) {
    Sight sight = look(query, client::insist);
    if (sight.row().isEmpty()) {
      return CancelResult.refused(
          sight
              .otherwise()
              .orElseThrow()
              .match(JobStatus::message, gone -> gone, hidden -> hidden, foreign -> foreign));
    }
    JobRow row = sight.row().get();
    if (!row.state().isTerminal()) {
      return cancel(row.kind(), row.number());
    }
    if (row.kind() == JobKind.JOB) {
      return CancelResult.alreadyEnded();
    }
    // children are cancelled themselves only when their workflow can not do it any more: rule 16
    List<JobId> living = workflows.children(row.number()).living();
    living.forEach(this::cancelChild);
    return living.isEmpty() ? CancelResult.alreadyEnded() : CancelResult.requested();
  }

  /** One that can not be asked, an approval for example, must not keep the others alive. */
  private void cancelChild(JobId child) {
    try {
      child.kind().ifPresent(kind -> cancel(kind, child.number()));
    } catch (ProviderException unknown) {
      LOG.debug("job {} of a workflow: {}", child.text(), unknown.getMessage());
    }
  }

  CancelResult cancel(JobKind kind, long number) {
    Answer answer =
        client.post(
            "cancel",
            client.url(kind.path() + "/" + number + "/cancel/"),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty());
    return switch (answer.status()) {
      case 202 -> CancelResult.requested();
      // what it means, only the job itself tells: aap-api.md §6.2
      case 403, 405 -> refused(kind, number, answer);
      default -> throw answer.unexpected();
    };
  }

  private CancelResult refused(JobKind kind, long number, Answer refusal) {
    Answer answer = client.get("job", detail(kind, number));
    boolean ended = answer.status() == 200 && new JobRow(kind, answer.body()).state().isTerminal();
    return ended ? CancelResult.alreadyEnded() : CancelResult.refused(refusal.explain());
  }
}
