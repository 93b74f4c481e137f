package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of a resource, a job of which a person cancelled at its backend. */
record CancelledJob(Course with) {
  Optional<Fate> fate() {
    if (with.later().says(Need.CANCELLED)) {
      return Optional.of(Fate.taken("Held: JobCanceled"));
    }
    Optional<SimulatedApi.Version> then = with.later().after();
    if (then.isEmpty()) {
      return Optional.of(Fate.nothingToDo("the deletion went on"));
    }
    if (with.later().says(ConditionType.LAUNCH_UNRESOLVED).isPresent()) {
      return Optional.of(Fate.refused("LaunchUnresolved"));
    }
    return with.next().says(ConditionType.STATUS_LOST).isPresent()
        ? Optional.of(Fate.refused("StatusLost"))
        : ofJob(then.get());
  }

  private Optional<Fate> ofJob(SimulatedApi.Version then) {
    ResourceStatus status = then.status();
    Optional<Job> cancelled =
        Stream.concat(status.jobs(), status.jobHistory().stream())
            .filter(job -> job.state() == JobState.CANCELED)
            .reduce((older, newer) -> newer);
    if (cancelled.isEmpty()) {
      return status
          .jobs()
          .filter(job -> with.isSignalled(job.provider()))
          .findAny()
          .map(job -> Fate.nothingToDo("its backend tells of no such end: waits for its life"));
    }
    if (cancelled.get().cancelRequested().isPresent()) {
      return Optional.of(Fate.nothingToDo("the engine cancelled it, too"));
    }
    if (then.deleting() && cancelled.get().type() == JobType.PROVISION) {
      return Optional.of(Fate.nothingToDo("the deletion goes on"));
    }
    return Optional.of(Fate.nothingToDo("it was of a spec that is not wanted any more"))
        .filter(any -> !cancelled.get().configVersion().equals(Wanted.version(then)));
  }
}
