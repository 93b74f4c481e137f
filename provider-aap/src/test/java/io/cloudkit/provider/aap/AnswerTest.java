package io.cloudkit.provider.aap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told of an answer that is no good. */
class AnswerTest {
  private static final Optional<Instant> NOW = Optional.of(Instant.parse("2026-12-01T08:00:00Z"));

  @Test
  void tellsUntilWhenAapAsksToWait() {
    assertThat(throttled("90", NOW).explain())
        .endsWith("too many requests, it asks to wait until 2026-12-01T08:01:30Z");
    assertThat(throttled("Tue, 01 Dec 2026 08:02:00 GMT", Optional.empty()).explain())
        .endsWith("too many requests, it asks to wait until 2026-12-01T08:02:00Z");
    assertThat(throttled("90", Optional.empty()).explain()).endsWith("it asks to wait for 90 s");
    assertThat(throttled("soon", NOW).explain()).endsWith("too many requests");
  }

  private static Answer throttled(String retryAfter, Optional<Instant> date) {
    return new Answer(
        "GET /",
        429,
        Optional.empty(),
        Optional.empty(),
        Optional.of(retryAfter),
        date,
        Optional.empty());
  }

  /** As nginx answers plain HTTP on a port for TLS. */
  @Test
  void aBadRequestThatIsNoJsonMayNeedTls() {
    Answer answer =
        new Answer(
            "GET /",
            400,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            NOW,
            Optional.empty());
    assertThat(answer.explain()).endsWith("; check the setting url, and whether it needs https");
  }

  @ParameterizedTest
  @CsvSource({
    "302,/migrations_notran/,true",
    "302,https://aap.example.com/prefix/migrations_notran/?next=/,true",
    "302,/login/?next=/migrations_notran/,false",
    "302,/migrations_notran/no/,false",
    "200,/migrations_notran/,false"
  })
  void knowsAnUpgradeByWhereItIsSent(int status, String location, boolean isUpgrade) {
    Answer answer =
        new Answer(
            "GET /",
            status,
            Optional.empty(),
            Optional.of(location),
            Optional.empty(),
            NOW,
            Optional.empty());
    assertThat(answer.isOfAnUpgrade()).isEqualTo(isUpgrade);
  }
}
