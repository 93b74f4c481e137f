package io.cloudkit.controller.testapi;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/** All of the spec is what the user asks for. */
public record SpecAdapter(String finalizer) implements ResourceAdapter {
  @Override
  public Intent intent(ResourceSnapshot resource) {
    return Intent.of(ConfigVersion.of(resource.section("spec")));
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot resource) {
    return false;
  }
}
