package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.Optional;

/** What single jobs are like. Thread-safe. */
final class Jobs {
  private final String instance;
  private final AapClient client;
  private final Sightings sightings;
  private final Workflows workflows;
  private final Digests digests;
  private final Artifacts artifacts;
  private final Redaction redaction;
  private final SeenEnds ends;
  private final Duration settle;

  /**
   * Jobs of one AAP.
   *
   * @param instance the name under which they are stored
   * @param ends is told of each job that is seen
   */
  Jobs(
      String instance,
      AapClient client,
      Digests digests,
      Artifacts artifacts,
      Redaction redaction,
      SeenEnds ends,
      Duration settle) {
    this.instance = instance;
    this.client = client;
    this.sightings = new Sightings(client);
    this.workflows = new Workflows(client);
    this.digests = digests;
    this.artifacts = artifacts;
    this.redaction = redaction;
    this.ends = ends;
    this.settle = settle;
  }

  JobObservation observe(JobQuery query) {
    Sightings.Sight sight = sightings.look(query, client::get);
    return sight.row().isPresent()
        ? JobObservation.seen(statusOf(sight))
        : sight.otherwise().orElseThrow();
  }

  private JobStatus statusOf(Sightings.Sight sight) {
    return as(sight.id(), status(sight.row().orElseThrow()));
  }

  /** What AAP left out of a launch its rows do not tell: the id does. */
  private static JobStatus as(JobId id, JobStatus seen) {
    return id.omission().map(omission -> omission.over(seen)).orElse(seen);
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
    ends.saw(row);
    JobStatus.Builder status = row.status(state, unproven, client.page(row), redaction);
    artifacts.put(row, state, status);
    return status;
  }

  /** As {@link #found}, but of one that ended it is looked at whether that is proven. */
  FoundJob foundInDetail(JobRow row, JobType type) {
    if (!row.state().isTerminal()) {
      return found(row, type);
    }
    Answer answer = client.get("job", sightings.detail(row.kind(), row.number()));
    // one that was purged or hidden meanwhile is as the list said
    return answer.status() == 200 && answer.isJson()
        ? found(row, type, status(new JobRow(row.kind(), answer.body())))
        : found(row, type);
  }

  /** A job that was met in a list, with what it says of its launch. */
  FoundJob found(JobRow row, JobType type) {
    return found(row, type, listed(row));
  }

  private FoundJob found(JobRow row, JobType type, JobStatus status) {
    String operation = ExtraVars.operation(row.variables()).orElse("");
    return FoundJob.of(
        JobRef.of(instance, type, row.id().text(), operation),
        ExtraVars.claim(row.variables()),
        ExtraVars.configVersion(row.variables()),
        status);
  }

  /** What the row of a list says about the job that was asked about. */
  JobObservation listed(JobQuery query, JobRow row) {
    JobId id = JobId.parse(query.job().id()).orElseThrow();
    if (id.kind().filter(kind -> kind != row.kind()).isPresent()) {
      return Sightings.foreign(id.number(), row.row());
    }
    Sightings.Sight sight = Sightings.ours(query, id, row);
    if (sight.row().isEmpty()) {
      return sight.otherwise().orElseThrow();
    }
    return JobObservation.seen(as(id, listed(row)));
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
}
