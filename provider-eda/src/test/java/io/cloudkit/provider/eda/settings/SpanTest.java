package io.cloudkit.provider.eda.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
  @ParameterizedTest
  @CsvSource({"PT45S, 45s", "PT5M, 5m", "PT26H30M, 26h30m", "PT1.5S, 1s500ms", "PT0S, 0s"})
  void isWrittenAsInSettings(Duration duration, String words) {
    assertThat(Span.words(duration)).isEqualTo(words);
  }
}
