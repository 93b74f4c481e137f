package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a resource asks for. */
final class Wanted {
  static final List<String> SIZES = List.of("small", "big", "huge");

  /** Annotation that names who is to work on it. */
  static final String PROVIDER = "provisioning-provider";

  /** Annotation that names what must be there before anything is launched. */
  static final String PREREQUISITE = "prerequisite";

  /** A size that there is not. */
  static final String NONSENSE = "nonsense";

  /** Worked out once: most of a day is asking for them. */
  private static final Map<String, String> VERSIONS =
      Stream.concat(SIZES.stream(), Stream.of(NONSENSE))
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toUnmodifiableMap(
                      Function.identity(), size -> ConfigVersion.of(Map.of("size", size))),
                  Wanted::toldApart));

  private Wanted() {}

  /**
   * The versions, which are the engine's: if it took two sizes for one, so would the judge.
   *
   * @throws IllegalStateException two sizes have one version
   */
  static Map<String, String> toldApart(Map<String, String> versions) {
    if (Set.copyOf(versions.values()).size() < versions.size()) {
      throw new IllegalStateException(
          "expected a config version of its own for each size, found "
              + versions
              + ": look at ConfigVersion, without which the judge sees no change of a spec");
    }
    return versions;
  }

  static String version(SimulatedApi.Version resource) {
    return version(resource.size());
  }

  static String version(String size) {
    return Optional.ofNullable(VERSIONS.get(size)).orElseThrow();
  }

  /** What the document that goes with a request asks for. */
  static String version(ResourceSnapshot document) {
    return version(String.valueOf(document.section("spec").get("size")));
  }

  /** Whether annotations say that something must be there first. */
  static boolean misses(Map<String, String> annotations) {
    return annotations.containsKey(SimulatedApi.PREFIX + PREREQUISITE);
  }

  /** The provider that it names, and nothing if it leaves that to the operator. */
  static String provider(SimulatedApi.Version resource) {
    return resource.annotations().getOrDefault(SimulatedApi.PREFIX + PROVIDER, "");
  }
}
