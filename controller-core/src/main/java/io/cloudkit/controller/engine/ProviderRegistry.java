package io.cloudkit.controller.engine;

import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.Optional;
import java.util.Set;

/** The provider instances that are configured, by name. Thread-safe and constant. */
public interface ProviderRegistry {

  /** The instance of that name. */
  Optional<ProvisioningProvider> find(String instance);

  /** The names of all instances. */
  Set<String> instances();

  /** The instance that launches for a resource that names none. */
  String defaultInstance();
}
