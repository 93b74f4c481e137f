package com.example.oldjackson;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.cloudkit.provisioning.spi.*;
import java.util.List;

/** Makes providers that work with Jackson 2.9 alone, and with no other on the class path. */
public final class OldJacksonProviderFactory implements ProvisioningProviderFactory {
  @Override
  public ProviderType type() {
    return ProviderType.of("old-jackson");
  }

  @Override
  public int spiLevel() {
    return SpiLevel.CURRENT;
  }

  @Override
  public List<ConfigProperty> properties() {
    return List.of();
  }

  @Override
  public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
    Version found = PackageVersion.VERSION;
    if (found.getMajorVersion() != 2 || found.getMinorVersion() != 9) {
      throw new IllegalArgumentException(
          "jackson-databind: expected 2.9, found "
              + found
              + "; put this provider into a folder of its own under providers/");
    }
    return new OldJacksonProvider();
  }
}
