package io.cloudkit.provisioning.api;

import java.util.Objects;
import java.util.function.Function;

/**
 * What a provider sees of one job, now. Only {@code seen} says how the job is; the others say why
 * it can not be seen. "Not found" is never an end. Immutable.
 */
public sealed interface JobObservation permits JobSeen, JobPurged, JobNotVisible, JobForeign {

  /** The job is there, and this is its status. */
  static JobObservation seen(JobStatus status) {
    return new JobSeen(status);
  }

  /**
   * The backend had the job and removed its record. Whether its automation still runs is not known
   * from this: the engine holds what depends on it until the job can not live any more.
   *
   * @param reason 1..256 characters for the user, no secrets; longer text is cut
   */
  static JobObservation purged(String reason) {
    return new JobPurged(reason);
  }

  /**
   * The job may be there, but we may not, or not yet, see it: rights, a template that was deleted,
   * a record that is late.
   *
   * @param reason 1..256 characters for the user with the remedy, no secrets; longer text is cut
   */
  static JobObservation notVisible(String reason) {
    return new JobNotVisible(reason);
  }

  /**
   * What has that id now is not our job: another kind, another database.
   *
   * @param reason 1..256 characters for the user with the remedy, no secrets; longer text is cut
   */
  static JobObservation foreign(String reason) {
    return new JobForeign(reason);
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(
      Function<JobStatus, T> seen,
      Function<String, T> purged,
      Function<String, T> notVisible,
      Function<String, T> foreign);
}

record JobSeen(JobStatus status) implements JobObservation {
  JobSeen {
    Objects.requireNonNull(status, "status");
  }

  @Override
  public <T> T match(
      Function<JobStatus, T> seen,
      Function<String, T> purged,
      Function<String, T> notVisible,
      Function<String, T> foreign) {
    return seen.apply(status);
  }
}

record JobPurged(String reason) implements JobObservation {
  JobPurged {
    reason = Checks.reason("reason", reason);
  }

  @Override
  public <T> T match(
      Function<JobStatus, T> seen,
      Function<String, T> purged,
      Function<String, T> notVisible,
      Function<String, T> foreign) {
    return purged.apply(reason);
  }
}

record JobNotVisible(String reason) implements JobObservation {
  JobNotVisible {
    reason = Checks.reason("reason", reason);
  }

  @Override
  public <T> T match(
      Function<JobStatus, T> seen,
      Function<String, T> purged,
      Function<String, T> notVisible,
      Function<String, T> foreign) {
    return notVisible.apply(reason);
  }
}

record JobForeign(String reason) implements JobObservation {
  JobForeign {
    reason = Checks.reason("reason", reason);
  }

  @Override
  public <T> T match(
      Function<JobStatus, T> seen,
      Function<String, T> purged,
      Function<String, T> notVisible,
      Function<String, T> foreign) {
    return foreign.apply(reason);
  }
}
