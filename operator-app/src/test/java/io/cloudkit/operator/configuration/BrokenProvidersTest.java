package io.cloudkit.operator.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that is at fault itself is named, bounded, and keeps the others from nothing. */
class BrokenProvidersTest {
  private static final Map<String, String> GOOD =
      Map.of("CLOUDKIT_AAP_URL", "https://aap.example.com", "CLOUDKIT_AAP_TOKEN", "s3cret");

  private static final ConfigProperty PLACE =
      ConfigProperty.named("place", ConfigProperty.Type.STRING, "Where.").build();

  /** What goes wrong where; the rest is as it should be. */
  private static final class Broken implements ProvisioningProviderFactory {
    private Supplier<List<ConfigProperty>> properties = () -> List.of(PLACE);
    private Supplier<List<ConfigProperty>> options = List::of;
    private Supplier<ProvisioningProvider> create =
        () -> {
          throw new AssertionError("expected to hang, " + hang());
        };

    Broken properties(Supplier<List<ConfigProperty>> value) {
      properties = value;
      return this;
    }

    Broken options(Supplier<List<ConfigProperty>> value) {
      options = value;
      return this;
    }

    Broken create(Supplier<ProvisioningProvider> value) {
      create = value;
      return this;
    }

    @Override
    public ProviderType type() {
      return ProviderType.of("broken");
    }

    @Override
    public int spiLevel() {
      return SpiLevel.CURRENT;
    }

    @Override
    public List<ConfigProperty> properties() {
      return properties.get();
    }

    @Override
    public List<ConfigProperty> launchOptions() {
      return options.get();
    }

    @Override
    public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
      return create.get();
    }
  }

  /** How it is broken, and what is said. */
  record Fault(Broken factory, String why) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Stream<Fault> faults() {
    ConfigProperty secret =
        ConfigProperty.named("key", ConfigProperty.Type.STRING, "Secret.").secret().build();
    ConfigProperty path =
        ConfigProperty.named("key-file", ConfigProperty.Type.STRING, "A path.").build();
    ConfigProperty type = ConfigProperty.named("type", ConfigProperty.Type.STRING, "A.").build();
    ConfigProperty often =
        ConfigProperty.named("call-concurrency", ConfigProperty.Type.STRING, "A.").build();
    String declared = "its type broken is broken: ";
    return Stream.of(
        new Fault(
            new Broken().properties(BrokenProvidersTest::hang),
            declared + "properties did not end within 0.2 s"),
        new Fault(
            new Broken()
                .properties(
                    () -> {
                      throw new NoClassDefFoundError("com/example/Gone");
                    }),
            declared + "properties threw NoClassDefFoundError"),
        new Fault(
            new Broken()
                .properties(
                    () ->
                        List.of(
                            ConfigProperty.named("Bad Name", ConfigProperty.Type.STRING, "A.")
                                .build())),
            declared
                + "properties: property name: expected lower-case words joined by hyphens, found"
                + " \"Bad Name\""),
        new Fault(
            new Broken().properties(() -> List.of(PLACE, PLACE)),
            declared + "properties declares place twice"),
        new Fault(
            new Broken().properties(() -> List.of(type)),
            declared + "properties declares type, which names the type itself"),
        new Fault(
            new Broken().properties(() -> List.of(secret, path)),
            declared + "properties declares key-file beside the secret key"),
        new Fault(
            new Broken().properties(() -> List.of(often)),
            declared + "properties declares call-concurrency as something else than INTEGER"),
        new Fault(
            new Broken().options(() -> List.of(secret)),
            declared + "launchOptions declares the secret key"),
        new Fault(
            new Broken()
                .options(
                    () -> {
                      throw new IllegalStateException("s3cret");
                    }),
            declared + "launchOptions threw IllegalStateException"),
        new Fault(new Broken(), "create did not end within 0.2 s"),
        new Fault(
            new Broken()
                .create(
                    () -> {
                      throw new StackOverflowError();
                    }),
            "create threw StackOverflowError"),
        new Fault(
            new Broken()
                .create(
                    () -> {
                      throw new IllegalStateException("s3cret");
                    }),
            "create threw IllegalStateException"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theOthersWork(Fault fault) {
    Configuration configuration = read(fault.factory(), Map.of("CLOUDKIT_BROKEN_PLACE", "here"));

    assertThat(configuration.problems()).isEmpty();
    assertThat(configuration.unusable()).containsExactly(Map.entry("broken", fault.why()));
    assertThat(configuration.settings().providers())
        .extracting(ProviderSettings::instance)
        .containsExactly("aap");
    assertThat(configuration.settings().unusable()).containsOnlyKeys("broken");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theStartIsRefusedIfItIsTheDefault(Fault fault) {
    Configuration configuration =
        read(
            fault.factory(),
            Map.of("CLOUDKIT_BROKEN_PLACE", "here", "CLOUDKIT_PROVISIONING_PROVIDER", "broken"));

    assertThat(configuration.problems())
        .containsExactly(
            new Problem(
                "provider broken",
                "can not be used",
                fault.why()
                    + "; replace its jar, or set CLOUDKIT_PROVISIONING_PROVIDER to another"
                    + " instance"));
  }

  @Test
  void oneThatNobodyConfiguredIsNoMatter() {
    Configuration configuration =
        read(new Broken().properties(BrokenProvidersTest::hang), Map.of());

    assertThat(configuration.problems()).isEmpty();
    assertThat(configuration.unusable()).isEmpty();
  }

  @Test
  void anInstanceOfItByAnotherNameIsNamed() {
    Configuration configuration =
        read(
            new Broken(),
            Map.of(
                "CLOUDKIT_PROVIDERS_EAST_TYPE", "broken",
                "CLOUDKIT_PROVIDERS_EAST_PLACE", "here"));

    assertThat(configuration.problems()).isEmpty();
    assertThat(configuration.unusable()).containsOnlyKeys("east");
  }

  @Test
  void aSecretThatItQuotesIsNotShown() {
    Broken talkative =
        new Broken()
            .properties(
                () ->
                    List.of(
                        PLACE,
                        ConfigProperty.named("key", ConfigProperty.Type.STRING, "Secret.")
                            .secret()
                            .build()))
            .create(
                () -> {
                  throw new IllegalArgumentException("key: expected digits, found gr3en-d00r");
                });

    Configuration configuration =
        read(
            talkative,
            Map.of("CLOUDKIT_BROKEN_PLACE", "here", "CLOUDKIT_BROKEN_KEY", "gr3en-d00r"));

    assertThat(configuration.problems())
        .containsExactly(
            new Problem("CLOUDKIT_BROKEN_KEY", "is set (not shown)", "expected digits, found ***"));
  }

  private static Configuration read(Broken broken, Map<String, String> more) {
    Map<String, String> environment = new TreeMap<>(GOOD);
    environment.putAll(more);
    return Configuration.read(
        new Surroundings(environment, Path.of("target/no-namespace"))
            .withPatience(Duration.ofMillis(200)),
        List.of(TestFactories.aap(), broken));
  }

  private static List<ConfigProperty> hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException told) {
      throw new IllegalStateException(told);
    }
    throw new AssertionError("expected to hang");
  }
}
