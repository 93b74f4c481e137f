package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/** Writes down which rules decide in a process. */
record RulesCounted(Chronicle chronicle, String process) implements EngineEvents {
  @Override
  public void publish(ResourceSnapshot resource, Notice notice) {}

  @Override
  public void decided(ResourceKey resource, String rule) {
    chronicle.decided(process, resource, rule);
  }
}
