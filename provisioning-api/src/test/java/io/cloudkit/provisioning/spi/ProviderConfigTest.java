package io.cloudkit.provisioning.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderConfigTest {
  private static final ConfigProperty URL =
      ConfigProperty.named("url", ConfigProperty.Type.URL, "Where it is.").required().build();
  private static final ConfigProperty INTERVAL =
      ConfigProperty.named("poll-interval", ConfigProperty.Type.DURATION, "How often.")
          .defaultValue("30s")
          .build();
  private static final ConfigProperty TOKEN =
      ConfigProperty.named("token", ConfigProperty.Type.STRING, "Opens it.").secret().build();
  private static final List<ConfigProperty> ALL = List.of(URL, INTERVAL, TOKEN);

  @Test
  void readsWhatWasSetAndFallsBackToDefaults() {
    ProviderConfig config = ProviderConfig.of("aap", ALL, Map.of("url", "https://aap.example.com"));
    assertThat(config.url("url")).hasHost("aap.example.com");
    assertThat(config.duration("poll-interval")).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void saysWhichSettingIsMissingUnknownOrWrong() {
    assertThatThrownBy(() -> ProviderConfig.of("aap", ALL, Map.of()))
        .hasMessageContaining("aap.url");
    assertThatThrownBy(() -> ProviderConfig.of("aap", ALL, Map.of("url", "htps://x")))
        .hasMessageContaining("expected an absolute http or https address");
    assertThatThrownBy(() -> ProviderConfig.of("aap", ALL, Map.of("url", "http://x", "ulr", "y")))
        .hasMessageContaining("aap.ulr");
  }

  @Test
  void neverHoldsASecret() {
    ProviderConfig config =
        ProviderConfig.of("aap", ALL, Map.of("url", "http://x", "token", "hunter2"));
    assertThat(config.toString()).doesNotContain("hunter2");
    assertThatThrownBy(() -> config.string("token")).hasMessageContaining("no secret");
  }

  @Test
  void saysWhichSettingItsProviderCanNotMakeSenseOf() {
    ConfigProperty size = ConfigProperty.text("size", "the size of the machine").build();
    ProviderConfig config = ProviderConfig.of("vms", List.of(size), Map.of("size", "big"));

    assertThat(config.parsed("size", String::length)).isEqualTo(3);
    assertThatThrownBy(() -> config.parsed("size", Integer::parseInt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("vms.size: expected: the size of the machine; found ")
        .hasMessageContaining("\"big\"");
  }

  @ParameterizedTest
  @CsvSource({"30s,30000", "500ms,500", "1h30m,5400000", "10m,600000", "0,0"})
  void readsDurationsAsKubernetesWritesThem(String text, long millis) {
    assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"30", "s", "-1s", "1.5h", "1s30m", "''", "99999999999s"})
  void refusesOtherDurations(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Test
  void aDefaultMustBeValid() {
    assertThatThrownBy(
            () ->
                ConfigProperty.named("n", ConfigProperty.Type.INTEGER, "N.")
                    .defaultValue("many")
                    .build())
        .hasMessageContaining("whole number");
  }
}
