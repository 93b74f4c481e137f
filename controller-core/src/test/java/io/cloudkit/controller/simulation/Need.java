package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.FailureKind;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Why a resource waits for a person, as its conditions say. */
enum Need {
  /** A job was cancelled by another hand. */
  CANCELLED("Held", "JobCanceled"),
  NOT_UNDERSTOOD("Held", "AnnotationNotUnderstood"),
  HOLD("Held", "Hold"),
  MANUAL("Held", "Manual"),
  UNMANAGED("Held", "Unmanaged"),
  UNRESOLVED("LaunchUnresolved", "LaunchUnresolved"),
  UNSEEN("Stalled", "JobUnseen"),
  RETRIES_SPENT("Stalled", "RetriesSpent"),
  STOPPED("Stalled", "LaunchesStopped"),
  STATUS_LOST("StatusLost", "StatusLost");

  private static final Need[] ALL = values();

  private final String condition;
  private final String reason;

  Need(String condition, String reason) {
    this.condition = condition;
    this.reason = reason;
  }

  /** What is asked for, as a person reads it. */
  Optional<String> message(ResourceStatus status) {
    return status.conditions().stream().filter(this::isAsked).map(Condition::message).findFirst();
  }

  private boolean isAsked(Condition each) {
    return each.isTrue() && condition.equals(each.type()) && reason.equals(each.reason());
  }

  /** EDA says that it can not take away what another provider made. */
  static boolean isForOthersWork(SimulatedApi.Version resource, ResourceStatus status) {
    return resource.deleting()
        && status.failure().filter(each -> each.kind() == FailureKind.CONFIGURATION).isPresent();
  }

  static Set<Need> of(ResourceStatus status) {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    for (Condition each : status.conditions()) {
      if (!each.isTrue()) {
        continue;
      }
      for (Need need : ALL) {
        if (need.isAsked(each)) {
          needs.add(need);
        }
      }
    }
    return needs;
  }
}
