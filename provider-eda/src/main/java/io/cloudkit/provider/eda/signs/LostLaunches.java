package io.cloudkit.provider.eda.signs;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a launch whose outcome was lost. EDA can not be asked; the signs on the resource
 * can. Where they say nothing, the launch is followed like one that EDA answered: it confirms
 * neither (eda-api.md §1), so that one is known no less than the other. Pure.
 */
public final class LostLaunches {
  private static final JobStatus NOTHING_TO_DO =
      JobStatus.builder(JobState.SUCCEEDED)
          .message("nothing to take away: no playbook ever began for this resource")
          .build();

  private final Signs signs;
  private final Duration lateCommit;

  /**
   * Those of an instance.
   *
   * @param lateCommit how long after it was sent an event may still start its playbook
   */
  public LostLaunches(Signs signs, Duration lateCommit) {
    this.signs = signs;
    this.lateCommit = lateCommit;
  }

  public Recovery recover(UnresolvedLaunch launch) {
    Optional<JobId> id = launch.bookmark().flatMap(JobId::parse);
    if (id.isEmpty()) {
      return Recovery.unknowable(
          "the launch was stored without a job id of EDA, so its answer can not be told from"
              + " another's; look at the jobs of the rulebook's templates");
    }
    JobRef job = launch.job(id.get().text());
    ResourceSnapshot resource = launch.plan().resource();
    JobStatus status =
        signs.status(
            id.get(), new JobQuery(job, launch.claim(), launch.plan().configVersion(), resource));
    Duration unsent = untilSent(launch);
    if (!unsent.isZero() && !provesThatItWasSent(launch, id.get(), status)) {
      return Recovery.tooEarly(unsent);
    }
    if (launch.plan().type() == JobType.DEPROVISION && signs.isUntouched(resource)) {
      // it was answered with a skip, or is to be
      return found(launch, job, NOTHING_TO_DO);
    }
    if (id.get().unmarked() && signs.isOthersWork(resource)) {
      return Recovery.notLaunched("a deprovision whose end nothing would tell is never posted");
    }
    boolean proven = status.state() != JobState.UNKNOWN && !id.get().unmarked();
    if (!proven && !launch.isSettled()) {
      return Recovery.tooEarly(launch.untilSettled());
    }
    if (!proven && neverBegan(launch.plan().type(), resource)) {
      return Recovery.notLaunched(
          "no playbook ever added its finalizer, and an event that EDA has not begun by now never"
              + " begins");
    }
    return found(launch, job, status);
  }

  /**
   * How long who holds the permission may still send. Nothing that follows from an end may happen
   * before: a create would be sent beside a delete, or a delete to a namesake.
   */
  private Duration untilSent(UnresolvedLaunch launch) {
    Duration left = launch.settle().minus(lateCommit).minus(launch.unresolvedFor());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Other signs tell that nothing is left to do, whether it was sent or not. */
  private static boolean provesThatItWasSent(UnresolvedLaunch launch, JobId id, JobStatus status) {
    // a version without a claim may be the word of an older job
    boolean saidSo = status.state() == JobState.SUCCEEDED && !id.plain();
    return launch.plan().type() == JobType.PROVISION
        && (status.state() == JobState.RUNNING || saidSo);
  }

  /**
   * The launch is the job that it was to become: it is known by other means that it was sent.
   *
   * @param launch one with a bookmark
   */
  public static Recovery found(UnresolvedLaunch launch, JobStatus status) {
    String id = launch.bookmark().orElseThrow();
    return found(launch, launch.job(id), status);
  }

  private static Recovery found(UnresolvedLaunch launch, JobRef job, JobStatus status) {
    Optional<String> claim = Optional.of(launch.claim());
    Optional<String> version = Optional.of(launch.plan().configVersion());
    return Recovery.found(List.of(FoundJob.of(job, claim, version, status)));
  }

  /** Only of the first launch: after it, the finalizer tells nothing of a single one. */
  private boolean neverBegan(JobType type, ResourceSnapshot resource) {
    return type == JobType.PROVISION
        && !signs.isMarked(resource)
        && StoredStatus.of(resource).isFirstLaunch();
  }
}
