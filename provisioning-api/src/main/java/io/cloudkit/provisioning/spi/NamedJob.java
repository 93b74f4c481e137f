package io.cloudkit.provisioning.spi;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchFacts;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import java.util.Objects;

/**
 * A job as the backend of a {@link NamedJobsProvider} shows it: its name, how it stands, and what
 * it echoes of the launch that made it. Immutable.
 */
public final class NamedJob {
  private final String name;
  private final JobStatus status;
  private final LaunchFacts echo;

  private NamedJob(String name, JobStatus status, LaunchFacts echo) {
    this.name = Objects.requireNonNull(name, "name");
    this.status = Objects.requireNonNull(status, "status");
    this.echo = Objects.requireNonNull(echo, "echo");
  }

  /**
   * A job that echoes nothing.
   *
   * @param name 1..128 characters without white space, the backend's name of it
   */
  public static NamedJob of(String name, JobStatus status) {
    return new NamedJob(name, status, LaunchFacts.none());
  }

  /**
   * The same job, with what it echoes. A job that echoes another resource than it is asked about is
   * {@code foreign}; one that echoes no type is taken for a provision where nobody knows better,
   * since a deprovision waits for those.
   */
  public NamedJob echoing(LaunchFacts facts) {
    return new NamedJob(name, status, facts);
  }

  public String name() {
    return name;
  }

  public JobStatus status() {
    return status;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedJob that
        && name.equals(that.name)
        && status.equals(that.status)
        && echo.equals(that.echo);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, status, echo);
  }

  @Override
  public String toString() {
    return name + " " + status;
  }

  /** What this tells who asked about a job of this name. */
  JobObservation answer(JobQuery query) {
    return echo.resourceUid().filter(uid -> !uid.equals(query.resource().uid())).isEmpty()
        ? JobObservation.seen(status)
        : JobObservation.foreign("the job of that name was made for another resource");
  }

  /** As the job of a launch that would have given it this name. */
  FoundJob foundFor(UnresolvedLaunch launch) {
    return found(launch.job(name));
  }

  /** As a job of which nothing is known but what it echoes. */
  FoundJob foundAt(String provider) {
    JobType type = echo.type().orElse(JobType.PROVISION);
    return found(JobRef.of(provider, type, name, echo.operation().orElse("")));
  }

  private FoundJob found(JobRef job) {
    return FoundJob.of(job, echo.claim(), echo.configVersion(), status);
  }
}
