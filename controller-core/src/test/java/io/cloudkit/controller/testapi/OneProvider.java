package io.cloudkit.controller.testapi;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A registry of one provider, which is the default.
 *
 * @param options what a resource may set for a launch
 */
public record OneProvider(
    String instance, ProvisioningProvider provider, List<ConfigProperty> options)
    implements ProviderRegistry {

  /** One that takes no options. */
  public OneProvider(String instance, ProvisioningProvider provider) {
    this(instance, provider, List.of());
  }

  @Override
  public Optional<ProvisioningProvider> find(String name) {
    return name.equals(instance) ? Optional.of(provider) : Optional.empty();
  }

  @Override
  public Set<String> instances() {
    return Set.of(instance);
  }

  @Override
  public List<ConfigProperty> launchOptions(String name) {
    return options;
  }

  @Override
  public String defaultInstance() {
    return instance;
  }
}
