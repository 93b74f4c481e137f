package io.cloudkit.controller.testapi;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registry of these providers by instance, one of which is the default. */
public record SeveralProviders(Map<String, ProvisioningProvider> providers, String defaultInstance)
    implements ProviderRegistry {
  public SeveralProviders {
    providers = Map.copyOf(providers);
  }

  @Override
  public Optional<ProvisioningProvider> find(String name) {
    return Optional.ofNullable(providers.get(name));
  }

  @Override
  public Set<String> instances() {
    return providers.keySet();
  }
}
