package io.cloudkit.operator.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.operator.configuration.Configuration;
import io.cloudkit.operator.configuration.TestFactories;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Instances that are configured, one of which can not be made. */
class ProvidersTest {
  private static final Map<String, String> BOTH =
      Map.of(
          "CLOUDKIT_AAP_URL", "https://aap.example.com",
          "CLOUDKIT_AAP_TOKEN", "s3cret",
          "CLOUDKIT_PROVISIONING_PROVIDER", "aap",
          "CLOUDKIT_OTHER_PLACE", "here");

  @Test
  void oneThatCouldNotBeMadeIsToldOfWithThePlaceToLook() {
    Configuration configuration = read(TestFactories.broken(TestFactories.other()));

    try (Providers providers =
        Providers.of(configuration.settings(), Surroundings.real(), Metrics.registry())) {
      assertThat(providers.instances()).containsExactly("aap");
      assertThat(providers.unusable())
          .containsExactly(
              Map.entry(
                  "other",
                  "create threw IllegalStateException; the command \"providers\" and the"
                      + " operator's log say more"));
    }
  }

  @Test
  void oneThatCanNotBeMadeASecondTimeIsNotPassedOver() {
    AtomicInteger made = new AtomicInteger();
    Configuration configuration =
        read(
            TestFactories.remaking(
                TestFactories.other(),
                provider -> {
                  if (made.incrementAndGet() > 1) {
                    throw new IllegalStateException("s3cret");
                  }
                  return provider;
                }));
    assertThat(configuration.unusable()).isEmpty();

    assertThat(Inspection.of(configuration, Inspection.Backends.LEFT_ALONE))
        .filteredOn(Inspection::isUnusable)
        .singleElement()
        .satisfies(other -> assertThat(other.name()).isEqualTo("other"))
        .satisfies(
            other ->
                assertThat(other.findings().get(0).problem())
                    .isEqualTo("create threw IllegalStateException"));
  }

  private static Configuration read(ProvisioningProviderFactory other) {
    return Configuration.read(
        new io.cloudkit.operator.configuration.Surroundings(BOTH, Path.of("target/no-namespace")),
        List.of(TestFactories.aap(), other));
  }
}
