package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;

/** A secret that came in a variable, and stays. Immutable. */
final class FixedSecret implements Secret {
  private final String value;

  FixedSecret(String value) {
    this.value = SecretText.trimmed(value);
  }

  @Override
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "a secret (not shown)";
  }
}
