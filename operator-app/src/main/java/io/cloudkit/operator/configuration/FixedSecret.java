package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.util.Optional;

/** A secret that came in a variable, and stays. Immutable. */
final class FixedSecret implements Secret {
  private final String value;
  private final String setting;

  /**
   * Set by that name.
   *
   * @param setting as a person finds it
   */
  FixedSecret(String value, String setting) {
    this.setting = setting;
    this.value = SecretText.trimmed(value);
  }

  @Override
  public String value() {
    return value;
  }

  @Override
  public Optional<String> setting() {
    return Optional.of(setting);
  }

  @Override
  public String toString() {
    return "a secret (not shown)";
  }
}
