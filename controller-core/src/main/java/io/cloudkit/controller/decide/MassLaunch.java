package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;

/** What tells a launch that somebody asked for from one that nobody can explain. */
public final class MassLaunch {
  private MassLaunch() {}

  /**
   * Whether a resource that was Ready wants a launch although its spec did not change, it is not
   * deleted, and no new word asks to retry.
   *
   * @param stored its status as it was written last: who writes that the infrastructure is not
   *     known any more takes Ready away with it
   */
  public static boolean isUnexplained(ResourceStatus stored, Wish wish) {
    return stored.phase().filter(phase -> phase == Phase.READY).isPresent()
        && stored.observedGeneration() == wish.generation()
        && stored.launch().isEmpty()
        && !stored.isReconciled()
        && !wish.deleting()
        && !wish.overrides().asksToRetry(stored);
  }
}
