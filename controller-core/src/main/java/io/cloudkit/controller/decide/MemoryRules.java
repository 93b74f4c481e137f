package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Rule.rule;

import io.cloudkit.controller.decide.Overrides.StatusAnswer;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The engine's memory is the status: it is begun, taken over from the Go operator, or lost. */
final class MemoryRules {
  static final List<Rule> ALL =
      List.of(
          rule("left by the Go operator: take over", View::isTakenOver, MemoryRules::takeOver),
          rule(
              "status lost, answered: follow the answer",
              MemoryRules::isAnswered,
              MemoryRules::followAnswer),
          rule("status lost: ask a person", View::isStatusLost, MemoryRules::askPerson),
          rule(
              "deleted before it was ever seen: not ours",
              v -> v.wasNeverSeen() && v.isDeleting(),
              Draft::nothing),
          rule("new: begin the memory, then the finalizer", View::wasNeverSeen, MemoryRules::begin),
          rule(
              "finalizer missing: put it back", MemoryRules::lacksFinalizer, MemoryRules::putBack));

  private MemoryRules() {}

  private static boolean isAnswered(View view) {
    return view.isStatusLost() && answer(view).isPresent();
  }

  /** A person's answer about this loss: the annotation stays, and must not answer the next one. */
  private static Optional<StatusAnswer> answer(View view) {
    return view.wish()
        .overrides()
        .statusAnswer()
        .filter(each -> view.status().statusLoss().filter(each.loss()::equals).isPresent())
        .filter(each -> each.belief() == StatusAnswer.Belief.RELAUNCH || isOfThisSpec(view));
  }

  /** "As the spec asks" is said of the spec that the person was asked about. */
  private static boolean isOfThisSpec(View view) {
    return view.isDeleting() || view.status().observedGeneration() == view.wish().generation();
  }

  private static boolean lacksFinalizer(View view) {
    return !view.wish().hasFinalizer() && !view.isDeleting();
  }

  /** What the Go operator had finished stays finished: an upgrade re-runs nothing. */
  private static Decision takeOver(Draft draft) {
    View view = draft.view();
    String provider = view.wish().provider();
    boolean done = wasDone(view.status());
    ResourceStatus taken =
        view.status()
            .mapJobs(job -> job.provider().equals(Job.UNASSIGNED) ? job.of(provider) : job)
            .mapJobs(job -> done && job.type() == JobType.PROVISION ? ended(job, view) : job);
    Optional<String> reconciled =
        done ? Optional.of(view.wish().intent().configVersion()) : Optional.empty();
    return draft
        .change(
            status ->
                taken
                    .edit()
                    .launchSequence(1)
                    .unansweredClaims(Optional.of(List.of())) // its jobs have none
                    .reconciledConfigVersion(reconciled)
                    .handledRerun(view.wish().overrides().rerun())
                    .build())
        .tell(Notice.normal("TakenOver", "took over the status of the Go operator"))
        .wakeAfter(Duration.ZERO)
        .conclude(
            view.status().phase().orElse(Phase.PROGRESSING),
            "TakenOver",
            "the status of the Go operator was taken over");
  }

  /** Ready, or it was before its deletion began. */
  private static boolean wasDone(ResourceStatus status) {
    return status.phase().filter(phase -> phase == Phase.READY).isPresent()
        || status
            .reconciledConfigVersion()
            .filter(version -> status.desiredConfigVersion().filter(version::equals).isPresent())
            .isPresent();
  }

  /** With EDA its jobs were Unknown for ever, also when all was done: eda-api.md §5. */
  private static Job ended(Job job, View view) {
    return job.state() != JobState.UNKNOWN
        ? job
        : job.standing(
            Standing.DEAD,
            JobState.SUCCEEDED,
            "its resource was Ready when it was taken over",
            view.now());
  }

  /** What was lost were launches, too: nobody may conclude that those which are known were all. */
  private static long moreThanKnown(ResourceStatus status) {
    return 1 + status.jobs().count() + status.jobHistory().size();
  }

  private static Decision followAnswer(Draft draft) {
    View view = draft.view();
    draft.change(
        status ->
            status
                .edit()
                .launchSequence(moreThanKnown(status))
                .statusLoss(Optional.empty())
                .build());
    return switch (answer(view).orElseThrow().belief()) {
      case ADOPT -> {
        Optional<String> reconciled = Optional.of(view.desired());
        // nobody knows any more whether a word that is there was followed
        Optional<String> rerun = view.wish().overrides().rerun();
        draft.change(
            status ->
                status.edit().reconciledConfigVersion(reconciled).handledRerun(rerun).build());
        String word =
            rerun
                .map(each -> "; the word to run again, " + each + ", counts as followed")
                .orElse("");
        yield answered(draft, "by a person's word the infrastructure is as the spec asks" + word);
      }
      // what was launched before the loss may run on
      case RELAUNCH ->
          isUnknownWhatRuns(view)
              ? draft.wakeAfter(view.policy().askAgain()).nothing()
              : LaunchGate.livingElsewhere(draft)
                  .orElseGet(() -> answered(draft, "by a person's word it is provisioned again"));
    };
  }

  /** Once the memory is begun, nothing asks again what ran before the loss. */
  private static boolean isUnknownWhatRuns(View view) {
    return view.facts().answers().liveJobs().values().stream()
        .anyMatch(answer -> answer.value().isEmpty());
  }

  private static Decision answered(Draft draft, String message) {
    return draft
        .tell(Notice.warning("StatusLostAnswered", message))
        .wakeAfter(Duration.ZERO)
        .progressing("StatusLostAnswered", message);
  }

  /** A person who answered, and is asked again, must be told why. */
  private static String answerToAnother(View view) {
    return view.wish()
        .overrides()
        .statusAnswer()
        .map(
            each ->
                ". What resolve-status says now is of an earlier spec, or about another loss, "
                    + each.loss())
        .orElse("");
  }

  private static Decision askPerson(Draft draft) {
    View view = draft.view();
    String loss =
        view.status()
            .statusLoss()
            .filter(name -> isOfThisSpec(view))
            .orElse(view.facts().freshOperation());
    String message =
        "this resource was worked on, but its status is gone (wiped, or restored without it):"
            + " nothing is launched or released. Annotate "
            + view.annotation("resolve-status", loss + "=adopt")
            + " (it is as the spec asks) or "
            + view.annotation("resolve-status", loss + "=relaunch")
            + ", or delete it with "
            + view.annotation("deletion-policy", "orphan")
            + answerToAnother(view);
    return draft
        .change(status -> status.edit().statusLoss(Optional.of(loss)).build())
        .condition(ConditionType.STATUS_LOST, "StatusLost", message)
        .failed("StatusLost", message);
  }

  /**
   * The sequence is written before the finalizer: its absence beside the finalizer means a loss.
   */
  private static Decision begin(Draft draft) {
    return draft
        .change(
            status ->
                status.edit().launchSequence(0).unansweredClaims(Optional.of(List.of())).build())
        .effect(Effect.addFinalizer())
        .wakeAfter(Duration.ZERO)
        .progressing("Accepted", "taken on");
  }

  private static Decision putBack(Draft draft) {
    return new Decision(
        "finalizer missing: put it back",
        draft.view().stored(),
        Effect.addFinalizer(),
        Optional.of(Duration.ZERO),
        List.of());
  }
}
