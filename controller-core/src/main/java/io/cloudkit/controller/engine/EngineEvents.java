package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/** What people and metrics are told. Must not block for long, and must not throw. */
public interface EngineEvents {

  /** Something happened to a resource. Called only after what it tells of was saved. */
  void publish(ResourceSnapshot resource, Notice notice);

  /**
   * A rule decided, and what it planned was not done yet. Called before anything is saved, on every
   * round of every step, so very often.
   *
   * @param rule its name, one of {@link io.cloudkit.controller.decide.Decider#rules()}
   */
  default void decided(ResourceKey resource, String rule) {}

  /** Tells nobody. */
  static EngineEvents none() {
    return (resource, notice) -> {};
  }
}
