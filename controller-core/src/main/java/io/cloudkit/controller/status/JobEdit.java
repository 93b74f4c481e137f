package io.cloudkit.controller.status;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A job in the making, from another one: what a job is launched as never changes. Not thread-safe.
 */
final class JobEdit {
  private final Job from;
  private JobRef ref;
  private JobState state;
  private String message;
  private Optional<String> link;
  private boolean blockDeletionOnFailure;
  private Optional<Integer> progress;
  private Optional<String> errorDetails;
  private Map<String, String> outputs;
  private Optional<String> reconciledVersion;
  private Standing standing;
  private Optional<String> cancelRequested;
  private Optional<Instant> startedAt;
  private Optional<Instant> finishedAt;
  private Optional<Instant> endedAt;

  JobEdit(Job from) {
    this.from = from;
    ref = from.ref();
    state = from.state();
    message = from.message();
    link = from.link();
    blockDeletionOnFailure = from.blockDeletionOnFailure();
    progress = from.progress();
    errorDetails = from.errorDetails();
    outputs = from.outputs();
    reconciledVersion = from.reconciledVersion();
    standing = from.standing();
    cancelRequested = from.cancelRequested();
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
    endedAt = from.endedAt();
  }

  JobEdit ref(JobRef value) {
    ref = value;
    return this;
  }

  JobEdit state(JobState value) {
    state = value;
    return this;
  }

  JobEdit message(String value) {
    message = value;
    return this;
  }

  JobEdit link(Optional<String> value) {
    link = value;
    return this;
  }

  JobEdit blocksDeletion() {
    blockDeletionOnFailure = true;
    return this;
  }

  JobEdit doesNotBlockDeletion() {
    blockDeletionOnFailure = false;
    return this;
  }

  JobEdit progress(Optional<Integer> value) {
    progress = value;
    return this;
  }

  JobEdit errorDetails(Optional<String> value) {
    errorDetails = value;
    return this;
  }

  JobEdit outputs(Map<String, String> value) {
    outputs = value;
    return this;
  }

  JobEdit reconciledVersion(Optional<String> value) {
    reconciledVersion = value;
    return this;
  }

  JobEdit standing(Standing value) {
    standing = value;
    return this;
  }

  JobEdit cancelRequested(Optional<String> value) {
    cancelRequested = value;
    return this;
  }

  JobEdit startedAt(Optional<Instant> value) {
    startedAt = value;
    return this;
  }

  JobEdit finishedAt(Optional<Instant> value) {
    finishedAt = value;
    return this;
  }

  JobEdit endedAt(Optional<Instant> value) {
    endedAt = value;
    return this;
  }

  Job build() {
    return new Job(
        ref,
        from.claim(),
        state,
        message,
        link,
        from.configVersion(),
        from.attempt(),
        blockDeletionOnFailure,
        progress,
        errorDetails,
        outputs,
        reconciledVersion,
        standing,
        cancelRequested,
        from.requestedAt(),
        startedAt,
        finishedAt,
        endedAt);
  }
}
