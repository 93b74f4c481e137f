package io.cloudkit.provider.eda;

import io.cloudkit.provider.eda.settings.EdaSettings;
import io.cloudkit.provider.eda.tracker.TrackerSettings;
import io.cloudkit.provider.eda.tracker.Tracking;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes providers of Event-Driven Ansible. */
public final class EdaProviderFactory implements ProvisioningProviderFactory {
  private static final List<ConfigProperty> PROPERTIES =
      Stream.of(EdaSettings.PROPERTIES, TrackerSettings.PROPERTIES).flatMap(List::stream).toList();

  @Override
  public ProviderType type() {
    return ProviderType.of("eda");
  }

  @Override
  public int spiLevel() {
    return SpiLevel.CURRENT;
  }

  @Override
  public List<ConfigProperty> properties() {
    return PROPERTIES;
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    return EdaProvider.create(config, context, UnaryOperator.identity(), Tracking.Way.usual());
  }
}
