package io.cloudkit.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of jars that lacks one: a person is told the class, from which the jar can be guessed.
 */
class IncompleteProviderTest {
  private static final String LACKING = Lacking.class.getName().replace('.', '/');

  @TempDir Path providers;

  @Test
  void theClassThatIsMissingIsNamed() throws IOException {
    pack(providers.resolve("incomplete/incomplete.jar"));

    Configuration configuration =
        Configuration.read(
            new Surroundings(
                Map.of(
                    "CLOUDKIT_AAP_URL", "https://aap.example.com",
                    "CLOUDKIT_AAP_TOKEN", "s3cret",
                    "CLOUDKIT_INCOMPLETE_PLACE", "here"),
                Path.of("target/no-namespace")),
            List.of(TestFactories.aap(), discovered()));

    assertThat(configuration.problems()).isEmpty();
    assertThat(configuration.unusable()).containsOnlyKeys("incomplete");
    assertThat(configuration.unusable().get("incomplete"))
        .contains(providers.resolve("incomplete").toString())
        .contains("create failed: java.lang.NoClassDefFoundError: " + LACKING)
        .contains("complete its jars");
  }

  private ProvisioningProviderFactory discovered() {
    return ProviderDiscovery.in(getClass().getClassLoader(), providers).factories().stream()
        .filter(each -> each.type().name().equals("incomplete"))
        .findFirst()
        .orElseThrow();
  }

  /** With the factory, and without what it needs. */
  private static void pack(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    String factory = IncompleteFactory.class.getName();
    String file = factory.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream compiled =
            IncompleteProviderTest.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(
          new JarEntry("META-INF/services/" + ProvisioningProviderFactory.class.getName()));
      out.write(factory.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry(file));
      compiled.transferTo(out);
    }
  }

  /** Found by its name in a jar of the test. */
  public static final class IncompleteFactory implements ProvisioningProviderFactory {
    @Override
    public ProviderType type() {
      return ProviderType.of("incomplete");
    }

    @Override
    public int spiLevel() {
      return SpiLevel.CURRENT;
    }

    @Override
    public List<ConfigProperty> properties() {
      return List.of(ConfigProperty.named("place", ConfigProperty.Type.STRING, "Where.").build());
    }

    @Override
    public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
      return Lacking.provider();
    }
  }

  /** Not in that jar. */
  static final class Lacking {
    private Lacking() {}

    static ProvisioningProvider provider() {
      throw new AssertionError("expected not to be found");
    }
  }
}
