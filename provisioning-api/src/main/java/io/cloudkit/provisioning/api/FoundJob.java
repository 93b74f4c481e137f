package io.cloudkit.provisioning.api;

import java.util.Objects;
import java.util.Optional;

/** A job that a provider found by searching its backend, with what the job echoes. Immutable. */
public final class FoundJob {
  private final JobRef job;
  private final Optional<String> claim;
  private final Optional<String> configVersion;
  private final JobStatus status;

  private FoundJob(
      JobRef job, Optional<String> claim, Optional<String> configVersion, JobStatus status) {
    this.job = Objects.requireNonNull(job, "job");
    this.claim = claim.map(value -> Checks.token("claim", 64, value));
    this.configVersion = configVersion.map(value -> Checks.token("config version", 128, value));
    this.status = Objects.requireNonNull(status, "status");
  }

  /**
   * A job with what it echoes.
   *
   * @param claim the claim that the job echoes, if it echoes one
   * @param configVersion the config version that the job echoes, if it echoes one
   */
  public static FoundJob of(
      JobRef job, Optional<String> claim, Optional<String> configVersion, JobStatus status) {
    return new FoundJob(job, claim, configVersion, status);
  }

  public JobRef job() {
    return job;
  }

  public Optional<String> claim() {
    return claim;
  }

  public Optional<String> configVersion() {
    return configVersion;
  }

  public JobStatus status() {
    return status;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FoundJob that
        && job.equals(that.job)
        && claim.equals(that.claim)
        && configVersion.equals(that.configVersion)
        && status.equals(that.status);
  }

  @Override
  public int hashCode() {
    return Objects.hash(job, claim, configVersion, status);
  }

  @Override
  public String toString() {
    return job + " " + status;
  }
}
