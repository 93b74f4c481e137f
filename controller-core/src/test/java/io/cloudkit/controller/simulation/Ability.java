package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.spi.ProviderTraits;

/** A kind of backend, by what it can do. */
record Ability(String name, Backend backend, ProviderTraits traits) {
  /** What stands behind a provider. */
  enum Backend {
    /** Jobs that can be asked about, by a provider with those traits. */
    IN_MEMORY,
    /** Playbooks that answer by changing the resource, behind the real provider of EDA. */
    EDA
  }

  static Ability inMemory(String name, ProviderTraits traits) {
    return new Ability(name, Backend.IN_MEMORY, traits);
  }

  static Ability eda() {
    return new Ability("eda", Backend.EDA, EdaLink.traits());
  }

  @Override
  public String toString() {
    return name;
  }
}
