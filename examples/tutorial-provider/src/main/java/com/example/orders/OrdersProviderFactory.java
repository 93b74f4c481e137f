package com.example.orders;

import io.cloudkit.provisioning.spi.*;
import java.nio.file.Path;
import java.util.List;

public final class OrdersProviderFactory implements ProvisioningProviderFactory {
  @Override
  public ProviderType type() {
    return ProviderType.of("orders");
  }

  @Override
  public int spiLevel() {
    return SpiLevel.CURRENT;
  }

  @Override
  public List<ConfigProperty> properties() {
    ConfigProperty.Type text = ConfigProperty.Type.STRING;
    return List.of(ConfigProperty.named("folder", text, "where orders go").required().build());
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    return new OrdersProvider(Path.of(config.string("folder")));
  }
}
