package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.ConfigVersion;
import java.util.Map;

/** What a resource's spec asks for. */
final class Wanted {
  private Wanted() {}

  static String version(SimulatedApi.Version resource) {
    return ConfigVersion.of(Map.of("size", resource.size()));
  }
}
