package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Rule.rule;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.provisioning.api.JobType;
import java.util.List;
import java.util.Optional;

/** Coming, changing, being there. Deletion has not begun (X2). */
final class ProvisionRules {
  static final List<Rule> ALL =
      List.of(
          rule(
              "provision job runs: wait",
              v -> v.living().current(JobType.PROVISION).isPresent(),
              ProvisionRules::await),
          rule("as desired", v -> v.isReconciled() && !v.rerunAsked(), ProvisionRules::ready),
          rule(
              "spec can not be acted upon: say why",
              v -> v.wish().intent().problem().isPresent(),
              ProvisionRules::refuse),
          rule(
              "provider not there: say why, or which are",
              v -> v.traits(v.wish().provider()).isEmpty(),
              LaunchGate::missingProvider),
          rule("stray jobs may be alive: wait", v -> v.living().any(), ProvisionRules::awaitStrays),
          rule("manual: a person triggers", View::isManual, ProvisionRules::manual),
          rule("a person holds it: wait", LaunchGate::isHeldByPerson, LaunchGate::holdByPerson),
          rule(
              "cancelled by another hand: hold",
              v -> v.isHeldByCancel(JobType.PROVISION),
              ProvisionRules::holdCancelled),
          rule(
              "failed too often: wait for a person",
              v -> v.isBudgetSpent(JobType.PROVISION),
              LaunchGate::givenUp),
          rule(
              "failed a while ago: wait",
              v -> !v.backoffLeft(JobType.PROVISION).isZero(),
              d -> LaunchGate.backoff(d, JobType.PROVISION)),
          rule(
              "something is missing before it: wait",
              v -> v.wish().waitsFor().isPresent(),
              ProvisionRules::waitForOthers),
          rule(
              "launches are stopped: wait",
              v -> v.facts().launchesStopped().isPresent(),
              LaunchGate::stopped),
          rule("provision", v -> true, ProvisionRules::provision));

  private static final LaunchGate.Hold MANUAL =
      new LaunchGate.Hold("Manual", "management-state is manual: nothing is launched");

  private ProvisionRules() {}

  private static Decision await(Draft draft) {
    Job job = draft.view().living().current(JobType.PROVISION).orElseThrow();
    boolean outdated = !job.configVersion().equals(draft.view().desired());
    String more = outdated ? "; the spec changed, and is applied after it" : "";
    return DeletionRules.await(
        draft, job, "provision " + DeletionRules.standing(draft.view(), job) + more);
  }

  private static Decision provision(Draft draft) {
    return LaunchGate.lateJobs(draft).orElseGet(() -> LaunchGate.launch(draft, JobType.PROVISION));
  }

  private static Decision ready(Draft draft) {
    if (draft.view().stored().phase().filter(phase -> phase == Phase.READY).isEmpty()) {
      draft.tell(Notice.normal("Provisioned", "the infrastructure is as the spec asks"));
    }
    if (draft.view().retryAsked()) {
      // kept, it would open the mass-launch guard, and undo a later cancel, long after it was meant
      Optional<String> word = draft.view().wish().overrides().retry();
      draft.change(status -> status.edit().handledRetry(word).build());
    }
    showHold(draft);
    LaunchGate.unknownProvider(draft.view())
        .ifPresent(unknown -> draft.refuse("UnknownProvider", unknown));
    return draft.conclude(Phase.READY, "Provisioned", "the infrastructure is as the spec asks");
  }

  /** Else it would be told of only when something is to be launched, or let go. */
  private static void showHold(Draft draft) {
    Optional<LaunchGate.Hold> manual =
        draft.view().isManual() ? Optional.of(MANUAL) : Optional.empty();
    LaunchGate.personsHold(draft.view())
        .or(() -> manual)
        .ifPresent(hold -> draft.condition(ConditionType.HELD, hold.reason(), hold.message()));
  }

  private static Decision refuse(Draft draft) {
    String problem = draft.view().wish().intent().problem().orElseThrow();
    return draft.refuse("InvalidSpec", problem).failed("InvalidSpec", problem);
  }

  private static Decision awaitStrays(Draft draft) {
    String id = draft.status().jobs().filter(Job::mayBeAlive).findFirst().orElseThrow().id();
    return draft.progressing(
        "WaitingForJobs", "nothing is launched until job " + id + " has ended");
  }

  private static Decision manual(Draft draft) {
    return LaunchGate.held(draft, MANUAL.reason(), MANUAL.message());
  }

  private static Decision holdCancelled(Draft draft) {
    String id = draft.status().provisionJob().orElseThrow().id();
    String message =
        "job "
            + id
            + " was cancelled by another hand; change the spec, or annotate "
            + draft.view().annotation("retry", "<any new word>")
            + ", to go on";
    return draft
        .condition(ConditionType.HELD, "JobCanceled", message)
        .failed("JobCanceled", message);
  }

  private static Decision waitForOthers(Draft draft) {
    String what = draft.view().wish().waitsFor().orElseThrow();
    return draft.wakeAfter(LaunchGate.LOOK_AGAIN).progressing("Waiting", what);
  }
}
