package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** An engine that cannot be simulated. */
@Breaks("kubernetes_stays_at_the_edge")
interface EngineWithAClient {
  void step(ObjectMeta resource);
}
