package io.cloudkit.provider.eda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdaProviderFactoryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "required-fields      | spec..x        | required-fields: expected paths such as",
        "required-fields      | spec.a, ,b     | required-fields: expected paths such as",
        "max-job-duration     | 5m             | max-job-duration: expected more than delivery-bound",
        "deprovision-webhook  | http://h/create-compute-instance | deprovision-webhook: expected"
            + " another address than provision-webhook, found the same",
        "provision-webhook    | http://h/x/    | provision-webhook: expected the path"
      })
  void refusesWhatCanNotWork(String setting, String value, String told) {
    assertThatThrownBy(() -> new TestContext().provider("http://h", Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(told);
  }

  @Test
  void saysWhatEdaCanNotDo() {
    try (ProvisioningProvider provider = new TestContext().provider("http://h", Map.of())) {
      ProviderTraits traits = provider.traits();
      assertThat(traits.watch()).isEqualTo(ProviderTraits.Watch.SIGNALLED);
      assertThat(traits.callTimeout()).isEqualTo(Duration.ofSeconds(10));
      assertThat(traits.lateCommit()).isEqualTo(Duration.ofMinutes(5));
      assertThat(traits.maxJobDuration()).isEqualTo(Duration.ofMinutes(30));
      assertThat(traits.canCancel() || traits.canSearch() || traits.deduplicates()).isFalse();
    }
  }

  @Test
  void whatLetsUsInIsASecret() {
    assertThat(
            new EdaProviderFactory()
                .properties().stream().filter(ConfigProperty::isSecret).map(ConfigProperty::name))
        .containsExactly("token", "hmac-secret");
  }

  @Test
  void isFoundOnTheClassPath() throws IOException {
    String entry = "META-INF/services/io.cloudkit.provisioning.spi.ProvisioningProviderFactory";
    try (InputStream in = EdaProviderFactory.class.getClassLoader().getResourceAsStream(entry)) {
      assertThat(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo(EdaProviderFactory.class.getName());
    }
  }
}
