package io.cloudkit.provisioning.api;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * What a provider knows after it was told to provision. Immutable. What it does not know it says by
 * throwing {@code ProviderException}.
 */
public sealed interface ProvisionResult
    permits ProvisionTriggered, ProvisionWaiting, ProvisionRejected {

  /** The backend took the launch, and this job of it exists. */
  static ProvisionResult triggered(JobRef job, JobStatus status) {
    return new ProvisionTriggered(job, status);
  }

  /**
   * Nothing was launched, and nothing will come of this send: the backend, or a limit of the
   * provider, has no room now. The engine plans anew after that time.
   *
   * @param reason 1..256 characters for the user, no secrets; longer text is cut
   * @param retryAfter zero or more
   */
  static ProvisionResult waiting(String reason, Duration retryAfter) {
    return new ProvisionWaiting(reason, retryAfter);
  }

  /**
   * Nothing was launched, and nothing will come of this send: the backend refused. The engine shows
   * the reason and retries with backoff by kind.
   *
   * @param reason 1..256 characters for the user with the remedy, no secrets; longer text is cut
   */
  static ProvisionResult rejected(FailureKind kind, String reason) {
    return new ProvisionRejected(kind, reason);
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(
      BiFunction<JobRef, JobStatus, T> triggered,
      BiFunction<String, Duration, T> waiting,
      BiFunction<FailureKind, String, T> rejected);
}

record ProvisionTriggered(JobRef job, JobStatus status) implements ProvisionResult {
  ProvisionTriggered {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(status, "status");
  }

  @Override
  public <T> T match(
      BiFunction<JobRef, JobStatus, T> triggered,
      BiFunction<String, Duration, T> waiting,
      BiFunction<FailureKind, String, T> rejected) {
    return triggered.apply(job, status);
  }
}

record ProvisionWaiting(String reason, Duration retryAfter) implements ProvisionResult {
  ProvisionWaiting {
    reason = Checks.reason("reason to wait", reason);
    Checks.notNegative("retryAfter", retryAfter);
  }

  @Override
  public <T> T match(
      BiFunction<JobRef, JobStatus, T> triggered,
      BiFunction<String, Duration, T> waiting,
      BiFunction<FailureKind, String, T> rejected) {
    return waiting.apply(reason, retryAfter);
  }
}

record ProvisionRejected(FailureKind kind, String reason) implements ProvisionResult {
  ProvisionRejected {
    Objects.requireNonNull(kind, "kind");
    reason = Checks.reason("reason of the rejection", reason);
  }

  @Override
  public <T> T match(
      BiFunction<JobRef, JobStatus, T> triggered,
      BiFunction<String, Duration, T> waiting,
      BiFunction<FailureKind, String, T> rejected) {
    return rejected.apply(kind, reason);
  }
}
