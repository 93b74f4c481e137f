package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.signs.StoredStatus;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;

/** What a resource shows of a job, together with what AAP says. Pure. */
final class TrackedStatus {
  private TrackedStatus() {}

  /**
   * Both.
   *
   * @param told not empty
   * @param seen what the resource shows, which proves no end
   * @param settle of a bad end
   */
  static JobStatus of(
      Tracked.Told told, JobQuery query, JobStatus seen, Duration settle, AapUrl aap) {
    AapWord word = told.word().orElseThrow();
    String message = word.message() + (seen.message().isEmpty() ? "" : "; " + seen.message());
    JobStatus.Builder status;
    if (word.isLiving()) {
      status = JobStatus.builder(word.state()).message(message);
    } else if (!word.state().isTerminal()) {
      status = JobStatus.builder(seen.state()).message(message).settle(seen.settle());
    } else if (mayFail(query)) {
      status = JobStatus.builder(word.state()).message(message).settle(settle);
    } else {
      // the engine would let the resource go, with all that was to be taken away
      status =
          JobStatus.builder(JobState.UNKNOWN)
              .message(word.message() + "; it is started again at its deadline");
    }
    if (!told.why().isEmpty()) {
      status.errorDetails(told.why());
    }
    word.job().flatMap(AapJob::started).ifPresent(status::startedAt);
    // who reads it later takes it for the end of all jobs of the event
    word.job()
        .flatMap(AapJob::finished)
        .filter(at -> told.proven() && word.state().isTerminal())
        .ifPresent(status::finishedAt);
    word.job().map(aap::page).ifPresent(status::link);
    seen.outputs().forEach(status::output);
    return status.build();
  }

  /** A failed deprovision that does not keep its resource must not be told of. */
  private static boolean mayFail(JobQuery query) {
    return query.job().type() == JobType.PROVISION
        || StoredStatus.of(query.resource()).keepsOnFailure(query.job().id());
  }
}
