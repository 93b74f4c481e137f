package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be written, then done, and when to look again. An illegal plan can not be built: the
 * constructor refuses a launch that the next status does not hold, a launch beside anything that
 * may be alive, and a release with anything unresolved or alive unless a person asked for it.
 *
 * @param rule the rule that decided, by its name
 * @param next the status to write before the effect; equal to the present one if there is nothing
 *     to write
 * @param wakeAfter when to decide again even if nothing happens; empty to wait for a change
 * @param notices what to tell once it was saved
 */
public record Decision(
    String rule,
    ResourceStatus next,
    Effect effect,
    Optional<Duration> wakeAfter,
    List<Notice> notices) {
  public Decision {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(next, "next");
    Objects.requireNonNull(wakeAfter, "wakeAfter");
    notices = List.copyOf(notices);
    Optional<String> illegal =
        effect.match(
            Optional::empty,
            question -> Optional.empty(),
            Optional::empty,
            launch -> illegalLaunch(next, launch),
            jobs -> illegalCancel(next, jobs),
            ground -> illegalRelease(next, ground));
    illegal.ifPresent(
        plan -> {
          throw new IllegalArgumentException("rule \"" + rule + "\" planned " + plan);
        });
  }

  private static Optional<String> illegalLaunch(ResourceStatus next, Launch launch) {
    if (next.launch().filter(launch::equals).isEmpty()) {
      return Optional.of("a launch that is not in the status (L1)");
    }
    if (next.launchSequence().filter(sequence -> sequence > 0).isEmpty()) {
      return Optional.of("a launch without a sequence number (L1)");
    }
    if (next.jobs().anyMatch(Job::mayBeAlive)) {
      return Optional.of("a launch beside a job that may be alive (X1)");
    }
    if (launch.type() == JobType.PROVISION && next.deprovisionJob().isPresent()) {
      return Optional.of("a provision after a deprovision (X2)");
    }
    return Optional.empty();
  }

  private static Optional<String> illegalCancel(ResourceStatus next, List<Job> jobs) {
    boolean explained =
        jobs.stream()
            .allMatch(job -> next.job(job.ref()).flatMap(Job::cancelRequested).isPresent());
    return jobs.isEmpty() || !explained
        ? Optional.of("a cancel that the status does not explain")
        : Optional.empty();
  }

  private static Optional<String> illegalRelease(ResourceStatus next, ReleaseGround ground) {
    if (ground.isOverride()) {
      return Optional.empty();
    }
    if (next.launch().isPresent()) {
      return Optional.of("a release with an unresolved launch (X3)");
    }
    if (next.jobs().anyMatch(Job::mayBeAlive)) {
      return Optional.of("a release beside a job that may be alive (X3)");
    }
    boolean grounded =
        switch (ground) {
          case DEPROVISIONED -> next.deprovisionJob().filter(Job::hasSucceeded).isPresent();
          case FAILURE_DOES_NOT_BLOCK ->
              next.deprovisionJob().filter(job -> !job.blockDeletionOnFailure()).isPresent();
          case NEVER_LAUNCHED ->
              next.jobs().findAny().isEmpty()
                  && next.launchSequence().filter(sequence -> sequence == 0).isPresent();
          case ORPHANED, UNMANAGED, MANUAL -> true;
        };
    return grounded ? Optional.empty() : Optional.of("a release without its ground " + ground);
  }
}
