package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/**
 * What people and metrics are told. Called only after what it tells of was saved; must not block
 * for long, and must not throw.
 */
public interface EngineEvents {

  /** Something happened to a resource. */
  void publish(ResourceSnapshot resource, Notice notice);

  /** Tells nobody. */
  static EngineEvents none() {
    return (resource, notice) -> {};
  }
}
