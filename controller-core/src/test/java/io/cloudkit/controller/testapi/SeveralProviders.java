package io.cloudkit.controller.testapi;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registry of these providers by instance, one of which is the default.
 *
 * @param options what a resource may set for a launch, at each of them
 * @param unusable why other instances could not be made
 */
public record SeveralProviders(
    Map<String, ProvisioningProvider> providers,
    String defaultInstance,
    List<ConfigProperty> options,
    Map<String, String> unusable)
    implements ProviderRegistry {
  public SeveralProviders {
    providers = Map.copyOf(providers);
    options = List.copyOf(options);
    unusable = Map.copyOf(unusable);
  }

  @Override
  public Optional<ProvisioningProvider> find(String name) {
    return Optional.ofNullable(providers.get(name));
  }

  @Override
  public Set<String> instances() {
    return providers.keySet();
  }

  @Override
  public List<ConfigProperty> launchOptions(String name) {
    return options;
  }
}
