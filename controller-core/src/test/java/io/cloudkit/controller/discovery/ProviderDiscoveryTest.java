package io.cloudkit.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.testapi.NoProviders;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderDiscoveryTest {
  @TempDir Path folder;

  @Test
  void aBrokenJarHidesNoneOfTheOthers() throws IOException {
    ProviderDiscovery found =
        discover(
            "com.example.Missing",
            Throwing.class.getName(),
            Good.class.getName(),
            TooNew.class.getName(),
            GoodAgain.class.getName());

    assertThat(found.found())
        .singleElement()
        .satisfies(
            good -> {
              assertThat(good.type()).isEqualTo(ProviderType.of("good"));
              assertThat(good.spiLevel()).isEqualTo(SpiLevel.CURRENT);
              assertThat(good.origin()).startsWith("file:");
            });
    assertThat(found.refused())
        .hasSize(4)
        .anySatisfy(line -> assertThat(line).contains("com.example.Missing"))
        .anySatisfy(line -> assertThat(line).contains("Throwing"))
        .anySatisfy(line -> assertThat(line).contains("TooNew").contains("SPI level"))
        .anySatisfy(line -> assertThat(line).contains("GoodAgain").contains("provided already"));
  }

  private ProviderDiscovery discover(String... factories) throws IOException {
    Path services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.write(services.resolve(ProvisioningProviderFactory.class.getName()), List.of(factories));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, new NoProviders())) {
      return ProviderDiscovery.in(loader);
    }
  }

  /** A factory that is found and never used. */
  public static class Good implements ProvisioningProviderFactory {
    @Override
    public ProviderType type() {
      return ProviderType.of("good");
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
      throw new UnsupportedOperationException("never used");
    }
  }

  /** The same type once more. */
  public static final class GoodAgain extends Good {}

  /** Compiled against an SPI of the future. */
  public static final class TooNew extends Good {
    @Override
    public int spiLevel() {
      return SpiLevel.CURRENT + 1;
    }
  }

  /** Its constructor links to what is not there. */
  public static final class Throwing extends Good {
    public Throwing() {
      throw new NoClassDefFoundError("com/example/Absent");
    }
  }
}
