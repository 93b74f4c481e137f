package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.ProvisionResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What became of sending a launch, whatever its type. */
public sealed interface LaunchOutcome
    permits OutcomeTriggered,
        OutcomeFound,
        OutcomeWaiting,
        OutcomeSkipped,
        OutcomeRejected,
        OutcomeUnknown {

  static LaunchOutcome of(ProvisionResult result) {
    return result.match(
        (job, status) -> new OutcomeTriggered(job, status, true),
        OutcomeWaiting::new,
        OutcomeRejected::new);
  }

  static LaunchOutcome of(DeprovisionResult result) {
    return result.match(
        (job, status, onFailure) ->
            new OutcomeTriggered(
                job, status, onFailure == DeprovisionResult.OnFailure.BLOCK_DELETION),
        OutcomeWaiting::new,
        OutcomeSkipped::new,
        OutcomeRejected::new);
  }

  /** A search for it showed these jobs, the oldest first. */
  static LaunchOutcome found(List<FoundJob> jobs) {
    return new OutcomeFound(jobs);
  }

  /** Surely nothing was sent. */
  static LaunchOutcome notSent(String reason, Duration retryAfter) {
    return new OutcomeWaiting(reason, retryAfter);
  }

  /** It is not known whether something was launched. */
  static LaunchOutcome unknown(String reason) {
    return new OutcomeUnknown(reason);
  }

  <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown);

  /** Why it is not known what was launched; empty if it is known. */
  default Optional<String> trouble() {
    return match(
        (job, status, blocks) -> Optional.empty(),
        jobs -> Optional.empty(),
        (reason, retryAfter) -> Optional.empty(),
        reason -> Optional.empty(),
        (kind, reason) -> Optional.empty(),
        Optional::of);
  }

  /** What to make of a triggered job. */
  @FunctionalInterface
  interface TriggeredCase<T> {
    T apply(JobRef job, JobStatus status, boolean blockDeletionOnFailure);
  }
}

record OutcomeTriggered(JobRef job, JobStatus status, boolean blockDeletionOnFailure)
    implements LaunchOutcome {
  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown) {
    return triggered.apply(job, status, blockDeletionOnFailure);
  }
}

record OutcomeFound(List<FoundJob> jobs) implements LaunchOutcome {
  OutcomeFound {
    jobs = List.copyOf(jobs);
  }

  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown) {
    return found.apply(jobs);
  }
}

record OutcomeWaiting(String reason, Duration retryAfter) implements LaunchOutcome {
  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown) {
    return waiting.apply(reason, retryAfter);
  }
}

record OutcomeSkipped(String reason) implements LaunchOutcome {
  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown) {
    return skipped.apply(reason);
  }
}

record OutcomeRejected(FailureKind kind, String reason) implements LaunchOutcome {
  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown) {
    return rejected.apply(kind, reason);
  }
}

record OutcomeUnknown(String reason) implements LaunchOutcome {
  @Override
  public <T> T match(
      TriggeredCase<T> triggered,
      Function<List<FoundJob>, T> found,
      BiFunction<String, Duration, T> waiting,
      Function<String, T> skipped,
      BiFunction<FailureKind, String, T> rejected,
      Function<String, T> unknown) {
    return unknown.apply(reason);
  }
}
