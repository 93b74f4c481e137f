package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What stands between wanting a launch and its permission. */
final class LaunchGate {
  /** A shorter wait for its turn is over before anybody has read of it. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  /** What nothing here tells the end of is looked at again after that. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private LaunchGate() {}

  /** Launches, or says what has to be known or awaited before. */
  static Decision launch(Draft draft, JobType type) {
    View view = draft.view();
    if (!view.facts().launchDelay().isZero()) {
      return waitForTurn(draft);
    }
    Launch planned = planned(view, type);
    Answer<Optional<String>> bookmark = view.facts().answers().bookmark().orElse(null);
    if (bookmark == null) {
      return draft.ask(Question.bookmark(planned));
    }
    return bookmark.match(
        mark -> permit(draft, planned, mark),
        reason -> unavailable(draft, "nothing was launched: " + reason));
  }

  /** It is asked again soon, and again; what it says is told of when it begins. */
  private static Decision unavailable(Draft draft, String message) {
    String reason = "ProviderUnavailable";
    boolean isKnown =
        draft
            .view()
            .stored()
            .condition(ConditionType.PROGRESSING)
            .filter(each -> each.reason().equals(reason))
            .isPresent();
    if (!isKnown) {
      draft.tell(Notice.warning(reason, message));
    }
    return draft.wakeAfter(draft.view().policy().askAgain()).progressing(reason, message);
  }

  static Decision waitForTurn(Draft draft) {
    Duration delay = draft.view().facts().launchDelay();
    draft.wakeAfter(delay);
    if (delay.compareTo(WORTH_TELLING) < 0) {
      return draft.nothing();
    }
    // a place in the row is a moment: told as one, it need not be written anew while it is waited
    // for
    Instant turn = draft.view().now().plus(delay).truncatedTo(ChronoUnit.SECONDS);
    return draft.progressing(
        "Queued", "waiting for its turn, expected at " + turn + ": launches are paced");
  }

  private static Launch planned(View view, JobType type) {
    int attempt = Failures.failuresInARow(view.status(), type, view.desired()) + 1;
    return new Launch(
        view.facts().freshOperation(),
        view.facts().freshClaim(),
        type,
        view.wish().provider(),
        view.desired(),
        attempt,
        Optional.empty(),
        false,
        view.facts().identity(),
        view.now(),
        view.rerunToFollow(type));
  }

  private static Decision permit(Draft draft, Launch planned, Optional<String> mark) {
    lastJob(draft.view())
        .filter(job -> !job.provider().equals(planned.provider()))
        .filter(job -> !job.operation().isEmpty()) // the Go operator did not name who ran it
        .ifPresent(job -> draft.tell(switched(job, planned)));
    return draft.permit(planned.bookmarked(mark)).progressing("Launching", "launching job");
  }

  private static Optional<Job> lastJob(View view) {
    return view.status().deprovisionJob().or(() -> view.status().provisionJob());
  }

  /** It is wanted, and may be a mistake: that a machine stays behind can only be seen from here. */
  private static Notice switched(Job last, Launch planned) {
    return Notice.warning(
        "ProviderSwitched",
        last.type()
            + " job "
            + last.id()
            + " was run by provider instance \""
            + last.provider()
            + "\"; the "
            + planned.type()
            + " that follows is launched by \""
            + planned.provider()
            + "\". It is presumed that both act on the same infrastructure: if they do not, what \""
            + last.provider()
            + "\" made is left behind, and is to be taken away there");
  }

  /**
   * Before a deprovision: what may be alive for the resource at its providers, whoever started it
   * (X1).
   *
   * @return what to do about it; empty if nothing is alive
   */
  static Optional<Decision> livingElsewhere(Draft draft) {
    return AbsentProvider.beforeDeprovision(draft)
        .or(() -> elsewhere(draft, draft.view().involvedProviders(), "deprovision", job -> true));
  }

  /**
   * Before a provision: the job of a request that left too late, which nobody looks for any more.
   * It is asked about only when it can be there, so that most launches cost no request more; and a
   * job that a person started again has the claim of one that was answered, and is left alone.
   *
   * @return what to do about it; empty if nothing is there
   */
  static Optional<Decision> lateJobs(Draft draft) {
    View view = draft.view();
    if (!view.isAJobMissing()) {
      return Optional.empty();
    }
    List<String> searchable =
        view.involvedProviders().stream()
            .filter(name -> view.traits(name).filter(ProviderTraits::canSearch).isPresent())
            .toList();
    return elsewhere(
        draft,
        searchable,
        "provision",
        job -> !view.status().knows(job.job()) && job.claim().filter(view::isMissing).isPresent());
  }

  private static Optional<Decision> elsewhere(
      Draft draft, List<String> providers, String waiting, Predicate<FoundJob> which) {
    View view = draft.view();
    for (String provider : providers) {
      Answer<LiveJobs> answer = view.facts().answers().liveJobs().get(provider);
      if (answer == null) {
        return Optional.of(draft.ask(Question.liveJobs(provider)));
      }
      Optional<Decision> blocked =
          answer.match(
              jobs ->
                  jobs.match(
                      alive -> follow(draft, provider, alive, waiting, which),
                      reason -> Optional.empty()),
              reason ->
                  Optional.of(
                      unavailable(
                          draft, waiting + " waits until it is known what runs: " + reason)));
      if (blocked.isPresent()) {
        return blocked;
      }
    }
    return Optional.empty();
  }

  private static Optional<Decision> follow(
      Draft draft,
      String provider,
      List<FoundJob> shown,
      String waiting,
      Predicate<FoundJob> which) {
    // one that has ended beyond doubt would be waited for for ever
    List<FoundJob> alive =
        shown.stream()
            .filter(LaunchGate::mayBeAlive)
            .map(each -> of(provider, each))
            .filter(which)
            .toList();
    if (alive.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "job "
            + alive.get(0).job().id()
            + " runs for this resource; "
            + waiting
            + " waits for its end";
    return Optional.of(
        draft
            .change(status -> draft.view().ledger().alsoAlive(status, alive))
            .tell(Notice.warning("StrayJobs", message))
            .wakeAfter(Duration.ZERO)
            .progressing("WaitingForJobs", message));
  }

  /** Who shows a job is who is asked about it. */
  private static FoundJob of(String provider, FoundJob shown) {
    JobRef told = shown.job();
    JobRef job = JobRef.of(provider, told.type(), told.id(), told.operation());
    return FoundJob.of(job, shown.claim(), shown.configVersion(), shown.status());
  }

  private static boolean mayBeAlive(FoundJob job) {
    return !job.status().state().isTerminal() || !job.status().settle().isZero();
  }

  static boolean isHeldByPerson(View view) {
    Overrides overrides = view.wish().overrides();
    return overrides.hold().isPresent() || !overrides.mistakes().isEmpty();
  }

  static Decision holdByPerson(Draft draft) {
    Hold hold = personsHold(draft.view()).orElseThrow();
    return held(draft, hold.reason(), hold.message());
  }

  /** A person's will that nothing is launched. */
  record Hold(String reason, String message) {}

  static Optional<Hold> personsHold(View view) {
    Overrides overrides = view.wish().overrides();
    return overrides.mistakes().isEmpty()
        ? overrides.hold().map(why -> new Hold("Hold", "held by annotation: " + why))
        : Optional.of(new Hold("AnnotationNotUnderstood", String.join("; ", overrides.mistakes())));
  }

  /** Nothing may be launched until what the message names changes. It is a will, not a failure. */
  static Decision held(Draft draft, String reason, String message) {
    Phase waiting = draft.view().isDeleting() ? Phase.DELETING : Phase.PROGRESSING;
    return draft.condition(ConditionType.HELD, reason, message).conclude(waiting, reason, message);
  }

  /** Nothing is launched now, by nobody's will about this resource. */
  static Decision stopped(Draft draft) {
    String why = draft.view().facts().launchesStopped().orElseThrow();
    draft.condition(ConditionType.STALLED, "LaunchesStopped", why).wakeAfter(LOOK_AGAIN);
    // its phase is how the guard tells a launch that nobody asked for: it must still be so next
    // time
    return draft.view().isUnexplained()
        ? draft.conclude(Phase.READY, "LaunchesStopped", why)
        : draft.progressing("LaunchesStopped", why);
  }

  /** The last effort failed a while ago; the next one waits. */
  static Decision backoff(Draft draft, JobType type) {
    View view = draft.view();
    String reason = view.status().failure().orElseThrow().reason();
    String kind = view.status().failure().orElseThrow().kind().toString();
    draft.wakeAfter(view.backoffLeft(type));
    if (view.isBudgetSpent(type)) {
      stalled(draft, "it goes on with the longest pause; mend the cause");
    }
    return view.status().failure().orElseThrow().count() == 0
        ? draft.progressing("Waiting", reason)
        : draft.failed(kind, reason);
  }

  /** Too many efforts failed in a row; nothing but a person helps. */
  static Decision givenUp(Draft draft) {
    Failure failure = draft.view().status().failure().orElseThrow();
    String again =
        "change the spec, or annotate "
            + draft.view().annotation("retry", "<any new word>")
            + " for one more effort";
    return stalled(draft, again).failed(failure.kind().toString(), failure.reason());
  }

  private static Draft stalled(Draft draft, String remedy) {
    Failure failure = draft.view().status().failure().orElseThrow();
    String message =
        failure.count()
            + " efforts in a row failed, the last one: "
            + failure.reason()
            + "; "
            + remedy;
    if (!draft.view().stored().isTrue(ConditionType.STALLED)) {
      draft.tell(Notice.warning("RetriesSpent", message));
    }
    return draft.condition(ConditionType.STALLED, "RetriesSpent", message);
  }

  /** The provider that is to launch is not there. */
  static Decision missingProvider(Draft draft) {
    String provider = draft.view().wish().provider();
    return unknownProvider(draft.view())
        .map(unknown -> refused(draft, "UnknownProvider", unknown))
        .orElseGet(
            () ->
                refused(
                    draft,
                    "ProviderUnusable",
                    "provider \""
                        + provider
                        + "\" is configured, but could not be made: "
                        + draft.view().facts().unusable().get(provider)));
  }

  /** What is wrong with the provider that the resource names; empty if it is configured. */
  static Optional<String> unknownProvider(View view) {
    String provider = view.wish().provider();
    boolean isConfigured =
        view.traits(provider).isPresent() || view.facts().unusable().containsKey(provider);
    return isConfigured
        ? Optional.empty()
        : Optional.of(
            "provider: expected one of "
                + new TreeSet<>(view.facts().traits().keySet())
                + ", found \""
                + provider
                + "\"; correct the annotation or configure it");
  }

  private static Decision refused(Draft draft, String reason, String message) {
    return draft.refuse(reason, message).failed(reason, message);
  }
}
