package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.util.List;

/**
 * A type of providers, with what its factory declared when it was asked, once.
 *
 * @param type the name of the type: {@code aap}
 * @param properties the settings of an instance
 * @param launchOptions what a resource may set for a launch
 */
public record ProviderKind(
    String type,
    ProvisioningProviderFactory factory,
    List<ConfigProperty> properties,
    List<ConfigProperty> launchOptions) {
  public ProviderKind {
    properties = List.copyOf(properties);
    launchOptions = List.copyOf(launchOptions);
  }
}
