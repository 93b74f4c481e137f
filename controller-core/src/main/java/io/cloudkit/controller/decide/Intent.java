package io.cloudkit.controller.decide;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the user asks for.
 *
 * @param configVersion canonical name of the intent; see {@link ConfigVersion}
 * @param provider the provider instance that the resource names; empty for the default
 * @param options what the resource sets for its launches
 * @param problem why it can not be acted upon, with the remedy; empty if it can
 */
public record Intent(
    String configVersion,
    Optional<String> provider,
    Map<String, String> options,
    Optional<String> problem) {
  public Intent {
    Objects.requireNonNull(configVersion, "configVersion");
    Objects.requireNonNull(provider, "provider");
    options = Map.copyOf(options);
    Objects.requireNonNull(problem, "problem");
  }

  public static Intent of(String configVersion) {
    return new Intent(configVersion, Optional.empty(), Map.of(), Optional.empty());
  }

  /**
   * An intent that can not be acted upon.
   *
   * @param problem what was expected, what was found, what to do
   */
  public static Intent invalid(String configVersion, String problem) {
    return new Intent(configVersion, Optional.empty(), Map.of(), Optional.of(problem));
  }

  /** The same, where that is wrong, too; what was wrong before is told first. */
  public Intent spoiltBy(String another) {
    return new Intent(
        configVersion,
        provider,
        options,
        Optional.of(problem.map(each -> each + "; " + another).orElse(another)));
  }

  /** The same, by that provider instance. */
  public Intent by(String instance) {
    return new Intent(configVersion, Optional.of(instance), options, problem);
  }
}
