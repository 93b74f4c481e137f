package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Rule.rule;

import io.cloudkit.controller.decide.Overrides.Resolution;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A launch whose outcome is not known is resolved before anything else is launched (L2, L3). */
final class UnresolvedRules {
  static final List<Rule> ALL =
      List.of(
          rule(
              "launch answered by a person",
              UnresolvedRules::isAnswered,
              UnresolvedRules::followAnswer),
          rule(
              "launch unresolved, its provider not there: say so",
              AbsentProvider::sentTheLaunch,
              AbsentProvider::ofTheLaunch),
          rule(
              "launch unresolved, asked a moment ago: wait",
              UnresolvedRules::isQuiet,
              UnresolvedRules::waitQuietly),
          rule(
              "launch unresolved: ask what became of it",
              UnresolvedRules::isUnasked,
              d -> d.ask(Question.recover())),
          rule(
              "launch unresolved: follow what is known",
              v -> v.launch().isPresent(),
              UnresolvedRules::followRecovery));

  private UnresolvedRules() {}

  private static Launch launch(Draft draft) {
    return draft.view().launch().orElseThrow();
  }

  private static Optional<Resolution> answer(View view) {
    return view.launch().flatMap(launch -> view.resolution(launch.operation()));
  }

  private static boolean isAnswered(View view) {
    return answer(view).isPresent();
  }

  private static boolean isQuiet(View view) {
    return view.launch().isPresent()
        && view.facts().answers().recovery().isEmpty()
        && !view.facts().recoverQuiet().isZero();
  }

  private static boolean isUnasked(View view) {
    return view.launch().isPresent() && view.facts().answers().recovery().isEmpty();
  }

  private static Decision followAnswer(Draft draft) {
    Resolution answer = answer(draft.view()).orElseThrow();
    return switch (answer.verdict()) {
      // as a new operation: the annotation stays, and must not count for the next lost answer
      case RETRY -> close(draft, "a person says that nothing was launched");
      case ABANDON -> abandon(draft);
      case ADOPT -> adopt(draft, answer.adopt().orElseThrow());
    };
  }

  private static Decision abandon(Draft draft) {
    Launch launch = launch(draft);
    String message = "the launch of operation " + launch.operation() + " was abandoned by a person";
    return draft
        .change(status -> draft.view().ledger().abandoned(status, launch, message))
        .tell(Notice.warning("LaunchAbandoned", message))
        .wakeAfter(Duration.ZERO)
        .progressing("LaunchAbandoned", message);
  }

  private static Decision adopt(Draft draft, String id) {
    Launch launch = launch(draft);
    JobRef ref = JobRef.of(launch.provider(), launch.type(), id, launch.operation());
    Answer<JobObservation> answer = draft.view().facts().answers().observations().get(ref);
    if (answer == null) {
      return draft.ask(Question.observe(ref));
    }
    String refusal = "the job " + id + " that resolve-launch names can not be adopted: ";
    return answer.match(
        observation ->
            observation.match(
                status ->
                    adopted(draft, FoundJob.of(ref, Optional.empty(), Optional.empty(), status)),
                purged -> unresolved(draft, refusal + purged),
                hidden -> unresolved(draft, refusal + hidden),
                foreign -> unresolved(draft, refusal + foreign)),
        reason -> ask(draft, reason, draft.view().policy().askAgain()));
  }

  private static Decision waitQuietly(Draft draft) {
    return draft.wakeAfter(draft.view().facts().recoverQuiet()).nothing();
  }

  private static Decision followRecovery(Draft draft) {
    Answer<Recovery> answer = draft.view().facts().answers().recovery().orElseThrow();
    return answer.match(
        recovery ->
            recovery.match(
                jobs -> follow(draft, jobs),
                proof -> notLaunched(draft, proof),
                retryAfter -> ask(draft, mayStillAppear(draft), retryAfter),
                remedy -> unknowable(draft, remedy)),
        reason -> ask(draft, reason, draft.view().policy().askAgain()));
  }

  private static Decision follow(Draft draft, List<FoundJob> jobs) {
    Launch launch = launch(draft);
    Duration left = leftToAppear(draft.view());
    if (!left.isZero() && areOfEarlierSends(draft.view(), jobs)) {
      String earlier = "job " + jobs.get(0).job().id() + " is of an earlier send of it; ";
      return ask(draft, earlier + mayStillAppear(draft), left);
    }
    String message =
        "the launch of operation " + launch.operation() + " became job " + jobs.get(0).job().id();
    draft.change(status -> draft.view().ledger().found(status, launch, jobs));
    if (jobs.size() > 1) {
      String more =
          (jobs.size() - 1) + " more jobs of operation " + launch.operation() + " were found";
      draft.tell(
          Notice.warning("StrayJobs", more + "; they are cancelled and followed to their end"));
    }
    return draft
        .tell(Notice.normal("LaunchRecovered", message))
        .wakeAfter(Duration.ZERO)
        .progressing("LaunchRecovered", message);
  }

  /**
   * A request that left late has its job before the one that was sent after it: who follows the
   * first, and no more, does not see the second.
   */
  private static boolean areOfEarlierSends(View view, List<FoundJob> jobs) {
    Launch launch = view.launch().orElseThrow();
    boolean oneEffect =
        view.traits(launch.provider()).filter(ProviderTraits::deduplicates).isPresent();
    return !oneEffect && Ledger.areOfEarlierSends(launch, jobs);
  }

  /** "Nothing there" proves something only after the time in which an effect can still appear. */
  private static Decision notLaunched(Draft draft, String proof) {
    Duration left = leftToAppear(draft.view());
    return left.isZero()
        ? launchAgainOrClose(draft, proof)
        : ask(draft, mayStillAppear(draft), left);
  }

  private static Duration leftToAppear(View view) {
    // it has answered, so it is there
    ProviderTraits traits = view.traits(view.launch().orElseThrow().provider()).orElseThrow();
    Duration settle = view.policy().settle(traits);
    Duration left = settle.minus(view.facts().sight().launchUnresolved());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What can not be known can be sent again where the backend gives one operation one effect. */
  private static Decision unknowable(Draft draft, String remedy) {
    View view = draft.view();
    Launch launch = launch(draft);
    boolean harmless =
        view.traits(launch.provider()).filter(ProviderTraits::deduplicates).isPresent();
    Optional<Job> effect = harmless ? followed(view, launch) : Optional.empty();
    if (effect.isPresent()) {
      return became(
          draft, effect.get().ref(), status -> view.ledger().became(status, effect.get()));
    }
    if (!harmless || !isTheAim(view)) {
      return unresolved(draft, remedy);
    }
    if (view.living().any()) {
      return awaitOthers(draft);
    }
    if (!isSameIntent(view)) {
      // the request would carry what is wanted now, under the name of what was wanted then
      String changed = "the spec changed since, so it is not sent again to find out";
      return unresolved(draft, remedy + "; " + changed);
    }
    if (misses(view)) {
      String what = view.wish().waitsFor().orElseThrow();
      return ask(draft, what, LaunchGate.LOOK_AGAIN); // it resolves itself once that is there
    }
    if (view.facts().launchesStopped().isPresent()) {
      return LaunchGate.stopped(draft); // it resolves itself once launches go on
    }
    Duration pause = view.backoffLeft(launch.type());
    if (!pause.isZero()) {
      return ask(draft, view.status().failure().orElseThrow().reason(), pause);
    }
    Launch again = launch.resent(view.facts().freshClaim(), view.facts().identity(), view.now());
    return send(draft, again, "the backend gives one operation one effect");
  }

  /** Nothing is sent beside them; they are followed to their end, and then it is sent again. */
  private static Decision awaitOthers(Draft draft) {
    Job job = draft.view().status().livingJobs().get(0);
    String message =
        "operation "
            + launch(draft).operation()
            + " is sent again to find out what became of it, once job "
            + job.id()
            + " has ended";
    return JobRules.ALL.stream()
        .filter(rule -> rule.holds(draft.view()))
        .findFirst()
        .map(rule -> rule.plan(draft.view()))
        .orElseGet(
            () ->
                DeletionRules.await(
                    draft.wakeAfter(draft.view().policy().askAgain()), job, message));
  }

  /** The job of that operation, if an earlier send of it told of one. */
  private static Optional<Job> followed(View view, Launch launch) {
    return view.status()
        .jobs()
        .filter(job -> job.operation().equals(launch.operation()))
        .filter(job -> job.provider().equals(launch.provider()) && job.type() == launch.type())
        .findFirst();
  }

  private static Decision adopted(Draft draft, FoundJob found) {
    Launch launch = launch(draft);
    return became(
        draft, found.job(), status -> draft.view().ledger().adopted(status, launch, found));
  }

  private static Decision became(Draft draft, JobRef job, UnaryOperator<ResourceStatus> change) {
    String message = "the launch of operation " + job.operation() + " became job " + job.id();
    return draft
        .change(change)
        .tell(Notice.normal("LaunchAdopted", message))
        .wakeAfter(Duration.ZERO)
        .progressing("LaunchAdopted", message);
  }

  private static Decision launchAgainOrClose(Draft draft, String proof) {
    View view = draft.view();
    Launch launch = launch(draft);
    if (!isWanted(view)) {
      return close(draft, proof);
    }
    Launch again = launch.rearmed(view.facts().freshClaim(), view.facts().identity(), view.now());
    // nothing ran yet: it is a run after whatever was said since, too
    return send(draft, again.following(view.rerunToFollow(launch.type())), proof);
  }

  private static Decision close(Draft draft, String proof) {
    String message =
        "the launch of operation " + launch(draft).operation() + " came to nothing: " + proof;
    return draft
        .change(Permissions::close)
        .tell(Notice.normal("LaunchClosed", message))
        .wakeAfter(Duration.ZERO)
        .progressing("LaunchClosed", message);
  }

  private static Decision send(Draft draft, Launch again, String because) {
    Optional<Decision> blocked =
        again.type() == JobType.DEPROVISION ? LaunchGate.livingElsewhere(draft) : Optional.empty();
    if (blocked.isPresent()) {
      return blocked.get();
    }
    if (!draft.view().facts().launchDelay().isZero()) {
      return LaunchGate.waitForTurn(draft);
    }
    String message = "launching operation " + again.operation() + " again: " + because;
    return draft
        .permit(again)
        .tell(Notice.normal("LaunchedAgain", message))
        .progressing("Launching", "launching job");
  }

  /** Whether that very effort is still what is to be done, and may be done now. */
  private static boolean isWanted(View view) {
    return isSameIntent(view)
        && isTheAim(view)
        && !view.living().any()
        && !misses(view)
        && view.facts().launchesStopped().isEmpty();
  }

  /** Whether a request that is made now would ask for what the launch is named after. */
  private static boolean isSameIntent(View view) {
    Launch launch = view.launch().orElseThrow();
    return launch.type() == JobType.DEPROVISION || launch.configVersion().equals(view.desired());
  }

  /** Whether something has to be there first; what takes away needs nothing. */
  private static boolean misses(View view) {
    return view.launch().orElseThrow().type() == JobType.PROVISION
        && view.wish().waitsFor().isPresent();
  }

  /** Whether that effort leads to what is wanted, be it the latest intent or not. */
  private static boolean isTheAim(View view) {
    Launch launch = view.launch().orElseThrow();
    boolean sameAim =
        view.isDeleting()
            ? launch.type() == JobType.DEPROVISION
            : launch.type() == JobType.PROVISION
                && !view.isManual()
                && view.wish().intent().problem().isEmpty();
    return sameAim && !LaunchGate.isHeldByPerson(view);
  }

  private static String mayStillAppear(Draft draft) {
    String effect = "its effect may still appear";
    return draft.view().facts().launchTrouble().map(why -> why + "; " + effect).orElse(effect);
  }

  private static Decision ask(Draft draft, String reason, Duration again) {
    String message =
        "it is not known yet whether operation "
            + launch(draft).operation()
            + " was launched: "
            + reason;
    return draft.wakeAfter(again).progressing("ResolvingLaunch", message);
  }

  /** A person who answered, and sees nothing happen, must be told why. */
  static String answerToAnother(View view, String operation) {
    return view.wish()
        .overrides()
        .resolution()
        .filter(each -> !each.operation().equals(operation))
        .map(each -> ". What it says now is about another operation, " + each.operation())
        .orElse("");
  }

  private static Decision unresolved(Draft draft, String remedy) {
    String operation = launch(draft).operation();
    String message =
        remedy
            + ". Then annotate "
            + draft.view().annotation("resolve-launch", operation)
            + "=retry, =adopt:<job id> or =abandon"
            + answerToAnother(draft.view(), operation);
    return draft
        .condition(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved", message)
        .failed("LaunchUnresolved", message);
  }
}
