package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Rule.rule;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Going away: nothing that provisions may be alive (X1), and the finalizer goes last (X3). */
final class DeletionRules {
  static final List<Rule> ALL =
      List.of(
          deleting(
              "nothing was ever launched, and a person holds it: wait",
              v -> isUntouched(v) && v.wish().overrides().hold().isPresent(),
              LaunchGate::holdByPerson),
          // also with a word that is not understood: a mistake must be easy to take away
          deleting(
              "nothing was ever launched: release",
              DeletionRules::isUntouched,
              DeletionRules::releaseUntouched),
          deleting(
              "something that provisions may be alive: wait",
              DeletionRules::provisionLives,
              DeletionRules::awaitProvision),
          deleting(
              "deprovision job runs: wait",
              v -> v.living().current(JobType.DEPROVISION).isPresent(),
              DeletionRules::awaitDeprovision),
          deleting(
              "deprovisioned: release",
              DeletionRules::isDeprovisioned,
              DeletionRules::releaseDeprovisioned),
          deleting(
              "deprovision failed and does not block: release",
              DeletionRules::failedWithoutBlocking,
              DeletionRules::releaseFailed),
          deleting(
              "provider not there: wait",
              v -> v.traits(v.wish().provider()).isEmpty(),
              LaunchGate::missingProvider),
          deleting("a person holds it: wait", LaunchGate::isHeldByPerson, LaunchGate::holdByPerson),
          deleting(
              "deprovision cancelled by another hand: hold",
              v -> v.isHeldByCancel(JobType.DEPROVISION),
              DeletionRules::holdCancelled),
          deleting(
              "deprovision failed a while ago: wait",
              v -> !v.backoffLeft(JobType.DEPROVISION).isZero(),
              d -> LaunchGate.backoff(d, JobType.DEPROVISION)),
          deleting(
              "launches are stopped: wait",
              v -> v.facts().launchesStopped().isPresent(),
              LaunchGate::stopped),
          deleting("deprovision", v -> true, DeletionRules::deprovision));

  private DeletionRules() {}

  private static Rule deleting(String name, Predicate<View> guard, Function<Draft, Decision> then) {
    return rule(
        "deleting: " + name,
        view -> view.isDeleting() && guard.test(view),
        draft -> then.apply(showSilence(draft)));
  }

  private static boolean isUntouched(View view) {
    return view.status().launchSequence().filter(sequence -> sequence == 0).isPresent()
        && view.status().jobs().findAny().isEmpty();
  }

  private static boolean provisionLives(View view) {
    return view.living().current(JobType.PROVISION).isPresent()
        || view.status().strayJobs().stream().anyMatch(Job::mayBeAlive);
  }

  private static boolean isDeprovisioned(View view) {
    return view.status().deprovisionJob().filter(Job::hasSucceeded).isPresent();
  }

  private static boolean failedWithoutBlocking(View view) {
    return view.status()
        .deprovisionJob()
        .filter(job -> !job.mayBeAlive() && job.state() == JobState.FAILED)
        .filter(job -> !job.blockDeletionOnFailure())
        .isPresent();
  }

  private static Decision releaseUntouched(Draft draft) {
    return draft.release(ReleaseGround.NEVER_LAUNCHED, "nothing was ever launched");
  }

  private static Decision releaseDeprovisioned(Draft draft) {
    return draft
        .tell(
            Notice.normal(
                "Deprovisioned",
                "deprovision succeeded"
                    + saying(draft.status().deprovisionJob().orElseThrow())
                    + "; the resource may go"))
        .release(ReleaseGround.DEPROVISIONED, "deprovision succeeded");
  }

  private static Decision releaseFailed(Draft draft) {
    String message = "deprovision failed, and was declared not to block deletion";
    return draft
        .tell(Notice.warning("DeprovisionFailed", message))
        .release(ReleaseGround.FAILURE_DOES_NOT_BLOCK, message);
  }

  private static Decision awaitProvision(Draft draft) {
    Job job =
        draft
            .view()
            .living()
            .current(JobType.PROVISION)
            .orElseGet(
                () ->
                    draft.status().strayJobs().stream()
                        .filter(Job::mayBeAlive)
                        .findFirst()
                        .orElseThrow());
    String cancelled = job.cancelRequested().isPresent() ? "; it was asked to" : "";
    boolean isSilent = draft.view().living().isSignalled(job) && job.standing() == Standing.ALIVE;
    String waits = "deprovision waits for job " + job.id() + " to end" + cancelled;
    return await(draft, job, isSilent ? waits + untilGivenUp(draft.view(), job) : waits);
  }

  /** No sign may ever tell its end: what is known of it, until when, and what a person can do. */
  private static String untilGivenUp(View view, Job job) {
    String longest =
        view.traits(job.provider())
            .map(ProviderTraits::maxJobDuration)
            .map(life -> ", for " + JobRules.spoken(life) + " at most, unless it is shown to run")
            .orElse("");
    return saying(job) + longest + abandon(view, job);
  }

  private static String saying(Job job) {
    return job.message().isEmpty() ? "" : " (" + job.message() + ")";
  }

  private static String abandon(View view, Job job) {
    return ". If it is over, annotate "
        + view.annotation("resolve-launch", LivingJobs.nameFor(job) + "=abandon");
  }

  /**
   * A deprovision that ended without a sign is tried again, and a person is told by then: what
   * failed once without a word may do so each time.
   */
  private static Draft showSilence(Draft draft) {
    List<Job> silent =
        Stream.concat(
                draft.status().deprovisionJob().stream(), draft.status().jobHistory().stream())
            .filter(job -> job.type() == JobType.DEPROVISION && job.isPresumedDead())
            .toList();
    boolean endIsNear =
        draft
            .status()
            .deprovisionJob()
            .filter(job -> job.state() == JobState.SUCCEEDED)
            .isPresent();
    return silent.isEmpty() || endIsNear
        ? draft
        : draft.condition(
            ConditionType.STALLED,
            "DeprovisionStalled",
            "no sign told the end of deprovision job "
                + silent.get(0).id()
                + ": its automation may fail, or never have begun. Look at its backend; unless"
                + " a person holds it, it is tried again. If all is gone, annotate "
                + draft.view().annotation("deletion-policy", "orphan")
                + " to let the resource go");
  }

  private static Decision awaitDeprovision(Draft draft) {
    Job job = draft.view().living().current(JobType.DEPROVISION).orElseThrow();
    return await(draft, job, "deprovision " + standing(draft.view(), job));
  }

  /** How a job is that is waited for, for the person who waits. */
  static String standing(View view, Job job) {
    if (view.living().isUnanswered(job)) {
      return "job "
          + job.id()
          + " has lived longer than any job can, and its provider does not say how it ended"
          + view.living().silence(job).map(reason -> " (" + reason + ")").orElse("")
          + abandon(view, job);
    }
    if (view.living().isUnheardOf(job)) {
      return "job "
          + job.id()
          + " was handed over, and nothing is known of it yet"
          + saying(job)
          + abandon(view, job);
    }
    return "job " + job.id() + " runs" + (view.living().isSignalled(job) ? saying(job) : "");
  }

  static Decision await(Draft draft, Job job, String message) {
    if (draft.view().living().isOverdue(job)) {
      draft.condition(
          ConditionType.JOB_OVERDUE, "DeadlinePassed", JobRules.overdue(draft.view(), job));
    }
    if (draft.view().living().isHidden(job)) {
      String unseen =
          "job "
              + job.id()
              + " can not be seen, and may be alive: "
              + job.message()
              + abandon(draft.view(), job);
      return draft
          .condition(ConditionType.STALLED, "JobUnseen", unseen)
          .failed("JobUnseen", unseen);
    }
    String settling = job.standing() == Standing.SETTLING ? "; its end is not certain yet" : "";
    return draft.progressing(
        "JobRunning", message + settling + ProviderTrouble.sinceWhen(draft.view(), job));
  }

  private static Decision holdCancelled(Draft draft) {
    String id = draft.status().deprovisionJob().orElseThrow().id();
    String message =
        "job "
            + id
            + " was cancelled by another hand; annotate "
            + draft.view().annotation("retry", "<any new word>")
            + " to go on";
    return LaunchGate.held(draft, "JobCanceled", message);
  }

  private static Decision deprovision(Draft draft) {
    return LaunchGate.livingElsewhere(draft)
        .orElseGet(() -> LaunchGate.launch(draft, JobType.DEPROVISION));
  }
}
