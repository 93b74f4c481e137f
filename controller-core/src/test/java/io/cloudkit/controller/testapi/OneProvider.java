package io.cloudkit.controller.testapi;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.Optional;
import java.util.Set;

/** A registry of one provider, which is the default. */
public record OneProvider(String instance, ProvisioningProvider provider)
    implements ProviderRegistry {
  @Override
  public Optional<ProvisioningProvider> find(String name) {
    return name.equals(instance) ? Optional.of(provider) : Optional.empty();
  }

  @Override
  public Set<String> instances() {
    return Set.of(instance);
  }

  @Override
  public String defaultInstance() {
    return instance;
  }
}
