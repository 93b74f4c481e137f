package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;

/** What tells a launch that somebody asked for from one that nobody can explain. */
public final class MassLaunch {
  private MassLaunch() {}

  /** Whether a resource that was Ready wants a launch although its spec did not change. */
  public static boolean isUnexplained(ResourceStatus status, long generation) {
    return status.phase().filter(phase -> phase == Phase.READY).isPresent()
        && status.observedGeneration() == generation
        && status.launch().isEmpty()
        && !status.isReconciled();
  }
}
