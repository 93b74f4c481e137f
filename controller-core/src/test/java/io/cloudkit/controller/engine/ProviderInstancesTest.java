package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.util.Throwables.getStackTrace;

import io.cloudkit.controller.testapi.NoProviders;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import io.cloudkit.provisioning.spi.SpiLevel;
import io.cloudkit.testkit.provider.SteadyProvider;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderInstancesTest {
  private static final Map<String, String> WHOLE = Map.of("colour", "red", "word", "open sesame");

  private static Optional<ProviderContext> given = Optional.empty();
  private static List<String> log = new ArrayList<>();

  private ProviderInstances instances;

  @BeforeEach
  void discover(@TempDir Path folder) throws IOException {
    log = new ArrayList<>();
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ProvisioningProviderFactory.class.getName()),
        PaintedFactory.class.getName());
    instances = ProviderInstances.on(new URLClassLoader(new URL[] {url(folder)}, loader()));
  }

  @AfterEach
  void close() {
    instances.close();
  }

  @Test
  void theFirstOneIsTheDefault() {
    instances.add("east", "painted", WHOLE).add("west", "painted", WHOLE);

    assertThat(instances.instances()).containsExactlyInAnyOrder("east", "west");
    assertThat(instances.defaultInstance()).isEqualTo("east");
    assertThat(instances.find("west")).isPresent();
    assertThat(instances.find("north")).isEmpty();
  }

  @Test
  void withoutAnyThereIsNoDefault() {
    assertThatIllegalStateException()
        .isThrownBy(() -> instances.defaultInstance())
        .withMessageContaining("add one");
  }

  @Test
  void aTypeThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instances.add("east", "carved", Map.of()))
        .withMessageContaining("carved")
        .withMessageContaining("[painted]")
        .withMessageContaining("class path");
  }

  @Test
  void twoOfOneNameAreRefused() {
    instances.add("east", "painted", WHOLE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> instances.add("east", "painted", WHOLE))
        .withMessageContaining("east");
  }

  @Test
  void aSettingOrASecretThatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instances.add("east", "painted", Map.of("word", "x")))
        .withMessageContaining("east.colour");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instances.add("east", "painted", Map.of("colour", "red")))
        .withMessageContaining("east.word");
  }

  @Test
  void aSecretIsHandedOverAndNotShown() {
    instances.add("east", "painted", WHOLE);
    ProviderContext context = given.orElseThrow();

    assertThat(context.secret("word").value()).isEqualTo("open sesame");
    assertThat(context.secret("word").toString()).doesNotContain("sesame");
    assertThat(context.toString()).doesNotContain("sesame");
    assertThatIllegalArgumentException().isThrownBy(() -> context.secret("colour"));
  }

  @Test
  void aResourceMaySetWhatTheFactoryDeclares() {
    instances.add("east", "painted", WHOLE);

    assertThat(instances.launchOptions("east"))
        .extracting(ConfigProperty::name)
        .containsExactly("coats");
    assertThat(instances.launchOptions("west")).isEmpty();
  }

  @Test
  void hintsGoWhereTheControllerSays() {
    instances.add("east", "painted", WHOLE);
    JobRef job = JobRef.of("east", JobType.PROVISION, "7", "");
    given.orElseThrow().hint(job);
    List<JobRef> heard = new ArrayList<>();
    instances.sendHintsTo(heard::add);

    given.orElseThrow().hint(job);

    assertThat(heard).containsExactly(job);
  }

  @Test
  void controllersThatShareTheInstancesHearEachHint() {
    instances.add("east", "painted", WHOLE);
    JobRef job = JobRef.of("east", JobType.PROVISION, "7", "");
    List<JobRef> first = new ArrayList<>();
    List<JobRef> second = new ArrayList<>();
    instances.sendHintsTo(first::add);
    instances.sendHintsTo(second::add);

    given.orElseThrow().hint(job);

    assertThat(first).containsExactly(job);
    assertThat(second).containsExactly(job);
  }

  @Test
  void whatIsRefusedLeavesNoThreadsAndCanBeAddedOnceItIsCorrected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instances.add("east", "painted", painted("green")));
    Executor ofTheRefused = given.orElseThrow().executor();

    assertThat(instances.instances()).isEmpty();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> ofTheRefused.execute(() -> {}));

    instances.add("east", "painted", WHOLE);
    assertThat(instances.instances()).containsExactly("east");
  }

  @Test
  void whoIsClosedClosesItsProvidersAndTheirThreads() {
    instances.add("east", "painted", painted("loud"));
    Executor ofEast = given.orElseThrow().executor();

    instances.close();

    assertThat(log).containsExactly("close");
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> ofEast.execute(() -> {}));
  }

  @Test
  void aSettingIsNoSecret() {
    instances.add("east", "painted", WHOLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> given.orElseThrow().secret("colour"))
        .withMessageContaining("east.colour");
  }

  @Test
  void aSecretThatAFactoryQuotesIsNotShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> instances.add("east", "painted", painted("blue")))
        .withMessage("word: expected a better one, found ***")
        .satisfies(shown -> assertThat(getStackTrace(shown)).doesNotContain("sesame"));
    assertThatIllegalStateException()
        .isThrownBy(() -> instances.add("east", "painted", painted("black")))
        .withMessageContaining("java.lang.UnsupportedOperationException, a defect of it")
        .satisfies(shown -> assertThat(getStackTrace(shown)).doesNotContain("sesame"));
  }

  private static Map<String, String> painted(String colour) {
    return Map.of("colour", colour, "word", "open sesame");
  }

  private static ClassLoader loader() {
    return new NoProviders();
  }

  private static URL url(Path folder) throws MalformedURLException {
    return folder.toUri().toURL();
  }

  /** Found by its name in a file of the test. */
  public static final class PaintedFactory implements ProvisioningProviderFactory {
    @Override
    public ProviderType type() {
      return ProviderType.of("painted");
    }

    @Override
    public int spiLevel() {
      return SpiLevel.CURRENT;
    }

    @Override
    public List<ConfigProperty> properties() {
      return List.of(
          ConfigProperty.named("colour", ConfigProperty.Type.STRING, "of the paint")
              .required()
              .build(),
          ConfigProperty.named("word", ConfigProperty.Type.STRING, "that opens the door")
              .required()
              .secret()
              .build());
    }

    @Override
    public List<ConfigProperty> launchOptions() {
      return List.of(
          ConfigProperty.named("coats", ConfigProperty.Type.INTEGER, "of the paint").build());
    }

    @Override
    public ProvisioningProvider create(ProviderConfig config, ProviderContext context) {
      given = Optional.of(context);
      String word = context.secret("word").value();
      return switch (config.string("colour")) {
        case "green" ->
            throw new IllegalArgumentException("colour: expected another one than green");
        case "blue" ->
            throw new IllegalArgumentException(
                "word: expected a better one, found " + word, new IllegalStateException(word));
        case "black" -> throw new UnsupportedOperationException("can not say " + word);
        case "loud" -> new LoggingProvider(new SteadyProvider(context.instance()), log);
        default -> new SteadyProvider(context.instance());
      };
    }
  }
}
