package io.cloudkit.provisioning.api;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a provider knows after it was told to deprovision. Immutable. What it does not know it says
 * by throwing {@code ProviderException}.
 */
public sealed interface DeprovisionResult
    permits DeprovisionTriggered, DeprovisionWaiting, DeprovisionSkipped, DeprovisionRejected {

  /**
   * The backend took the launch, and this job of it exists. Should it fail, the resource stays and
   * the engine tries again: infrastructure may be left.
   */
  static DeprovisionResult triggered(JobRef job, JobStatus status) {
    return new DeprovisionTriggered(job, status, OnFailure.BLOCK_DELETION);
  }

  /**
   * As {@link #triggered}, but should the job fail, the resource is let go all the same: the
   * provider declares that nothing worth blocking for is left behind.
   */
  static DeprovisionResult triggeredWithoutBlocking(JobRef job, JobStatus status) {
    return new DeprovisionTriggered(job, status, OnFailure.RELEASE);
  }

  /** As {@link ProvisionResult#waiting}. */
  static DeprovisionResult waiting(String reason, Duration retryAfter) {
    return new DeprovisionWaiting(reason, retryAfter);
  }

  /**
   * There is nothing to take away, by the provider's own certain knowledge: the resource is
   * released without a job.
   *
   * @param reason 1..256 characters for the user, no secrets; longer text is cut
   */
  static DeprovisionResult skipped(String reason) {
    return new DeprovisionSkipped(reason);
  }

  /** As {@link ProvisionResult#rejected}. The resource stays until a later try goes through. */
  static DeprovisionResult rejected(FailureKind kind, String reason) {
    return new DeprovisionRejected(kind, reason);
  }

  /**
   * The same answer, for a backend that launches both kinds of jobs alike: {@link #triggered},
   * {@link #waiting} or {@link #rejected}.
   */
  static DeprovisionResult of(ProvisionResult result) {
    return result.match(
        DeprovisionResult::triggered, DeprovisionResult::waiting, DeprovisionResult::rejected);
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(
      TriggeredCase<T> triggered,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected);

  /** What a failed deprovision job means for the resource. */
  enum OnFailure {
    /** It stays, and deprovision is tried again. */
    BLOCK_DELETION,
    /** It is released. */
    RELEASE
  }

  /** What to make of a triggered job. */
  @FunctionalInterface
  interface TriggeredCase<T> {
    T apply(JobRef job, JobStatus status, OnFailure onFailure);
  }
}

record DeprovisionTriggered(JobRef job, JobStatus status, OnFailure onFailure)
    implements DeprovisionResult {
  DeprovisionTriggered {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(status, "status");
  }

  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected) {
    return triggered.apply(job, status, onFailure);
  }
}

record DeprovisionWaiting(String reason, Duration retryAfter) implements DeprovisionResult {
  DeprovisionWaiting {
    reason = Checks.reason("reason to wait", reason);
    Checks.notNegative("retryAfter", retryAfter);
  }

  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected) {
    return waiting.apply(reason, retryAfter);
  }
}

record DeprovisionSkipped(String reason) implements DeprovisionResult {
  DeprovisionSkipped {
    reason = Checks.reason("reason to skip", reason);
  }

  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected) {
    return skipped.apply(reason);
  }
}

record DeprovisionRejected(FailureKind kind, String reason) implements DeprovisionResult {
  DeprovisionRejected {
    Objects.requireNonNull(kind, "kind");
    reason = Checks.reason("reason of the rejection", reason);
  }

  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected) {
    return rejected.apply(kind, reason);
  }
}
