package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.ConfigVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a resource asks for. */
final class Wanted {
  static final List<String> SIZES = List.of("small", "big", "huge");

  /** Annotation that names who is to work on it. */
  static final String PROVIDER = "provisioning-provider";

  /** Worked out once: most of a day is asking for them. */
  private static final Map<String, String> VERSIONS =
      SIZES.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), size -> ConfigVersion.of(Map.of("size", size))));

  private Wanted() {}

  static String version(SimulatedApi.Version resource) {
    return version(resource.size());
  }

  static String version(String size) {
    return Optional.ofNullable(VERSIONS.get(size)).orElseThrow();
  }

  /** The provider that it names, and nothing if it leaves that to the operator. */
  static String provider(SimulatedApi.Version resource) {
    return resource.annotations().getOrDefault(SimulatedApi.PREFIX + PROVIDER, "");
  }
}
