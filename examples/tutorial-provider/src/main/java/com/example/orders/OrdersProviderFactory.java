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
    return List.of(ConfigProperty.text("folder", "where orders go").required().build());
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    return new OrdersProvider(context.instance(), Path.of(config.string("folder")));
  }
}
