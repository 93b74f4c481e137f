package io.cloudkit.controller.josdk;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/** All of the spec is what the user asks for. */
final class WidgetAdapter implements ResourceAdapter {
  static final String FINALIZER = "test.cloudkit.io/widget";

  @Override
  public String finalizer() {
    return FINALIZER;
  }

  @Override
  public Intent intent(ResourceSnapshot resource) {
    return Intent.of(ConfigVersion.of(resource.section("spec")));
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot resource) {
    return false;
  }
}
