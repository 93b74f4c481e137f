package com.example.databases;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;

/** Whatever changes in the spec asks for a new job. */
final class DatabaseAdapter implements ResourceAdapter {
  @Override
  public String finalizer() {
    return "example.com/database";
  }

  @Override
  public Intent intent(ResourceSnapshot database) {
    return Intent.of(ConfigVersion.of(database.section("spec")));
  }

  @Override
  public boolean showsEarlierWork(ResourceSnapshot database) {
    return false;
  }
}
