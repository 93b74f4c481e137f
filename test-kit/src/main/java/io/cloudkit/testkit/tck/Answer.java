package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a provider answered, of all the kinds that there are.
 *
 * @param said which case it was
 * @param job the job of a launch
 * @param status of the job, where one was told
 * @param jobs those that were found, or are alive
 * @param words the whole answer, as text
 */
record Answer(
    Said said,
    Optional<JobRef> job,
    Optional<JobStatus> status,
    List<FoundJob> jobs,
    String words) {

  enum Said {
    TRIGGERED,
    WAITING,
    REJECTED,
    SKIPPED,
    FOUND,
    NOT_LAUNCHED,
    TOO_EARLY,
    UNKNOWABLE,
    SEEN,
    PURGED,
    NOT_VISIBLE,
    FOREIGN,
    REQUESTED,
    ALREADY_ENDED,
    REFUSED,
    UNSUPPORTED,
    LISTED,
    NO_NEWS,
    CHECKED,
    MARKED,
    /** "I do not know". */
    THREW,
    /** Something that a provider must not throw. */
    BROKE
  }

  static final Answer NO_NEWS = plain(Said.NO_NEWS, "no news");

  static Answer of(ProvisionResult result) {
    return result.match(
        (job, status) -> triggered(job, status, result),
        (reason, after) -> plain(Said.WAITING, result),
        (kind, reason) -> plain(Said.REJECTED, result));
  }

  static Answer of(DeprovisionResult result) {
    return result.match(
        (job, status, onFailure) -> triggered(job, status, result),
        (reason, after) -> plain(Said.WAITING, result),
        reason -> plain(Said.SKIPPED, result),
        (kind, reason) -> plain(Said.REJECTED, result));
  }

  static Answer of(Recovery recovery) {
    return recovery.match(
        jobs -> listed(Said.FOUND, jobs, recovery),
        proof -> plain(Said.NOT_LAUNCHED, recovery),
        after -> plain(Said.TOO_EARLY, recovery),
        remedy -> plain(Said.UNKNOWABLE, recovery));
  }

  static Answer of(JobObservation observation) {
    return observation.match(
        status ->
            new Answer(
                Said.SEEN,
                Optional.empty(),
                Optional.of(status),
                List.of(),
                status + " settling " + status.settle() + details(status)),
        reason -> plain(Said.PURGED, observation),
        reason -> plain(Said.NOT_VISIBLE, observation),
        reason -> plain(Said.FOREIGN, observation));
  }

  static Answer of(CancelResult result) {
    return result.match(
        () -> plain(Said.REQUESTED, result),
        () -> plain(Said.ALREADY_ENDED, result),
        reason -> plain(Said.REFUSED, result),
        () -> plain(Said.UNSUPPORTED, result));
  }

  static Answer of(LiveJobs live) {
    return live.match(
        jobs -> listed(Said.LISTED, jobs, live), reason -> plain(Said.UNKNOWABLE, live));
  }

  static Answer of(List<Finding> findings) {
    return plain(Said.CHECKED, findings);
  }

  static Answer of(Optional<String> bookmark) {
    return plain(Said.MARKED, bookmark);
  }

  static Answer threw(Throwable thrown) {
    Said said = thrown instanceof ProviderException ? Said.THREW : Said.BROKE;
    return plain(said, thrown);
  }

  boolean is(Said... any) {
    return Arrays.asList(any).contains(said);
  }

  /** Whether it tells that the job has ended. */
  boolean tellsAnEnd() {
    return status.filter(told -> told.state().isTerminal()).isPresent();
  }

  /** Fails unless each job that it found is one of these, and none of them has ended. */
  void findsNoneBut(List<JobRef> running) {
    for (FoundJob found : jobs) {
      boolean isReal = running.contains(found.job());
      boolean ended = found.status().state().isTerminal();
      Stage.expect(isReal && !ended, "of " + running + " those that run, found", this);
    }
  }

  /** Whether it tells that state. */
  boolean tells(JobState state) {
    return status.filter(told -> told.state() == state).isPresent();
  }

  @Override
  public String toString() {
    return said + " (" + words + ")";
  }

  private static String details(JobStatus status) {
    return " " + status.errorDetails().orElse("") + status.outputs() + status.link();
  }

  private static Answer triggered(JobRef job, JobStatus status, Object result) {
    return new Answer(
        Said.TRIGGERED, Optional.of(job), Optional.of(status), List.of(), result + details(status));
  }

  private static Answer listed(Said said, List<FoundJob> jobs, Object result) {
    return new Answer(said, Optional.empty(), Optional.empty(), jobs, result.toString());
  }

  private static Answer plain(Said said, Object result) {
    return new Answer(said, Optional.empty(), Optional.empty(), List.of(), result.toString());
  }
}
