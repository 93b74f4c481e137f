package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Answer;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries orders to providers, to launch and to cancel, and tells what is worth telling of them.
 */
final class Orders {
  private static final int FAREWELLS = 3;
  private static final Duration TO_BE_MENDED = Duration.ofSeconds(30);

  private final Backends backends;
  private final EngineEvents events;

  Orders(Backends backends, EngineEvents events) {
    this.backends = backends;
    this.events = events;
  }

  /** Sends a launch, in time or not at all. */
  LaunchOutcome launch(StoredResource saved, Launch launch, Deadline sendBy) {
    Optional<ProviderCalls> provider = backends.find(launch.provider());
    if (provider.isEmpty()) {
      String why = backends.missing(launch.provider());
      return LaunchOutcome.notSent(why, TO_BE_MENDED);
    }
    Optional<String> badOption = backends.badOption(launch, saved);
    if (badOption.isPresent()) {
      // a launch is resumed by who began it, even if somebody else is chosen since
      return LaunchOutcome.notSent(badOption.get(), TO_BE_MENDED);
    }
    return provider
        .get()
        .launch(
            new LaunchRequest(
                backends.plan(launch, saved),
                launch.claim(),
                launch.attempt(),
                launch.bookmark(),
                sendBy));
  }

  /** Asks for the end of a job. */
  void cancel(StoredResource saved, Memory memory, Job job) {
    Optional<ProviderCalls> provider = backends.find(job.provider());
    if (provider.isPresent()) {
      memory.cancelAsked(job.ref());
      said(job.ref(), memory, provider.get().cancel(backends.query(job.ref(), saved)))
          .ifPresent(notice -> events.publish(saved.snapshot(), notice));
    }
  }

  private static Optional<Notice> said(JobRef job, Memory memory, Answer<CancelResult> answer) {
    String what = "cancelling job " + job.id() + ": ";
    return answer.match(
        result ->
            result.match(
                Optional::empty,
                () -> {
                  memory.mustBeObserved(job);
                  return Optional.empty();
                },
                reason -> Optional.of(Notice.warning("CancelRefused", what + reason)),
                Optional::empty),
        reason -> Optional.of(Notice.warning("CancelUnanswered", what + reason)));
  }

  /**
   * A resource is gone: its jobs are told of, and what provisions is ended where that is possible.
   */
  void farewell(Memory memory) {
    memory.unrecorded().ifPresent(each -> orphaned(each.resource(), each.sent(), each.outcome()));
    memory.following().forEach(this::orphaned);
  }

  /** The resource of a launch vanished before its outcome was recorded. */
  void orphaned(StoredResource seen, Launch sent, LaunchOutcome outcome) {
    Runnable nothing = () -> {};
    outcome
        .<Runnable>match(
            (job, status, blocks) ->
                () ->
                    orphaned(
                        new JobQuery(job, sent.claim(), sent.configVersion(), seen.snapshot())),
            jobs ->
                () ->
                    jobs.forEach(
                        each ->
                            orphaned(
                                new JobQuery(
                                    each.job(),
                                    each.claim().orElse(sent.claim()),
                                    each.configVersion().orElse(sent.configVersion()),
                                    seen.snapshot()))),
            (reason, retryAfter) -> nothing,
            reason -> nothing,
            (kind, reason) -> nothing,
            reason -> () -> events.publish(seen.snapshot(), vanishedBeside(sent)))
        .run();
  }

  private void orphaned(JobQuery job) {
    events.publish(job.resource(), vanishedBeside(job.job()));
    if (job.job().type() == JobType.PROVISION) {
      end(job);
    }
  }

  /** Nobody will come back to it, so one lost answer must not be the last word. */
  private void end(JobQuery orphan) {
    Optional<ProviderCalls> provider = backends.find(orphan.job().provider());
    for (int i = 0; provider.isPresent() && i < FAREWELLS; i++) {
      if (provider.get().cancel(orphan).value().isPresent()) {
        return;
      }
    }
  }

  private static Notice vanishedBeside(Launch sent) {
    return Notice.warning(
        "ResourceVanished",
        "the resource vanished while operation "
            + sent.operation()
            + " was launched, and it is not known what became of it; look for it at "
            + sent.provider());
  }

  private static Notice vanishedBeside(JobRef job) {
    String remedy =
        job.type() == JobType.PROVISION
            ? "; what it provisions must be taken away by hand"
            : "; see that it takes everything away";
    return Notice.warning(
        "ResourceVanished",
        "the resource vanished while "
            + job.type()
            + " job "
            + job.id()
            + " may be alive"
            + remedy);
  }
}
