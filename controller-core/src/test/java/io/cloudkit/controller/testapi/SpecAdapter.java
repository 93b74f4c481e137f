package io.cloudkit.controller.testapi;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.Set;

/**
 * All of the spec is what the user asks for.
 *
 * @param traces finalizers that automation leaves on what it worked on
 */
public record SpecAdapter(String finalizer, Set<String> traces) implements ResourceAdapter {
  /** Automation leaves no traces. */
  public SpecAdapter(String finalizer) {
    this(finalizer, Set.of());
  }

  @Override
  public Intent intent(ResourceSnapshot resource) {
    return Intent.of(ConfigVersion.of(resource.section("spec")));
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot resource) {
    return resource.finalizers().stream().anyMatch(traces::contains);
  }
}
