package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Rule.rule;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Phase;
import java.util.List;
import java.util.Optional;

/** A person has the last word, and each word says what it gives up. */
final class PersonRules {
  static final List<Rule> ALL =
      List.of(
          rule(
              "unmanaged and deleted: let go",
              v -> v.isUnmanaged() && v.isDeleting(),
              PersonRules::letGoUnmanaged),
          rule("unmanaged: hands off", View::isUnmanaged, PersonRules::handsOff),
          rule(
              "orphaned: let go, leave the infrastructure",
              View::isOrphaned,
              PersonRules::letGoOrphan),
          rule(
              "manual and deleted: let go",
              v -> v.isManual() && v.isDeleting(),
              PersonRules::letGoManual));

  private PersonRules() {}

  private static Decision letGoUnmanaged(Draft draft) {
    return letGo(draft, ReleaseGround.UNMANAGED, "management-state is unmanaged");
  }

  private static Decision letGoOrphan(Draft draft) {
    return letGo(draft, ReleaseGround.ORPHANED, "deletion-policy is orphan");
  }

  private static Decision letGoManual(Draft draft) {
    return letGo(draft, ReleaseGround.MANUAL, "management-state is manual");
  }

  private static Decision letGo(Draft draft, ReleaseGround ground, String because) {
    if (!draft.view().wish().hasFinalizer()) {
      return draft.nothing();
    }
    String message = because + ": released without deprovision; what was provisioned stays";
    return draft.tell(Notice.warning("ReleasedByOverride", message)).release(ground, message);
  }

  private static Decision handsOff(Draft draft) {
    if (draft.view().wasNeverSeen()) {
      return draft.nothing();
    }
    String message = "management-state is unmanaged: nothing is launched, followed or cancelled";
    // a change made meanwhile is no longer Ready: it would look like a launch that nobody asked for
    Phase before =
        draft.status().phase().filter(each -> each != Phase.READY).orElse(Phase.PROGRESSING);
    Phase phase = draft.view().isReconciled() ? Phase.READY : before;
    Decision decision =
        draft
            .condition(ConditionType.HELD, "Unmanaged", message)
            .conclude(phase, "Unmanaged", message);
    return new Decision(
        decision.rule(), decision.next(), decision.effect(), Optional.empty(), decision.notices());
  }
}
