package io.cloudkit.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HttpDateTest {
  @Test
  void hasTwoDigitsForEachPart() {
    assertThat(HttpDate.of(Instant.parse("2026-12-01T03:04:05.9Z")))
        .isEqualTo("Tue, 01 Dec 2026 03:04:05 GMT");
  }
}
