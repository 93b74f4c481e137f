package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which provider instance launches for resources that choose none.
 *
 * @param choices the instances that can be named
 * @param unlessNamed the one that it is if none is named; empty if one must be
 */
record DefaultProvider(Set<String> choices, Optional<String> unlessNamed) {
  /** eda-api.md §5: eda until 2026-02, aap since. */
  private static final String USUAL = "aap";

  /**
   * Chooses.
   *
   * @param configured the instances that somebody defined
   * @param possible those that could be, by naming them; all of {@code configured} are
   */
  static DefaultProvider of(Set<String> configured, Set<String> possible) {
    Optional<String> one = theOne(configured.isEmpty() ? possible : configured);
    return new DefaultProvider(
        one.isPresent() || configured.isEmpty() ? possible : configured, one);
  }

  /** The same, where one more may be named: what is wrong with it is told already. */
  DefaultProvider also(String instance) {
    Set<String> more = new TreeSet<>(choices);
    more.add(instance);
    return new DefaultProvider(more, unlessNamed);
  }

  private static Optional<String> theOne(Set<String> instances) {
    if (instances.contains(USUAL)) {
      return Optional.of(USUAL);
    }
    return instances.size() == 1 ? Optional.of(instances.iterator().next()) : Optional.empty();
  }

  ConfigProperty property() {
    ConfigProperty.Builder property =
        ConfigProperty.named(
                OperatorTable.PROVIDER,
                ConfigProperty.Type.STRING,
                "The provider instance that launches for resources which choose none. Unless set,"
                    + " aap if it is configured, else the only one that is. A stored job stays with"
                    + " the one that launched it.")
            .choices(choices.toArray(String[]::new));
    unlessNamed.ifPresentOrElse(property::defaultValue, property::required);
    return property.build();
  }
}
