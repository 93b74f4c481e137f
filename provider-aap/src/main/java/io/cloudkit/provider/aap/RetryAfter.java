package io.cloudkit.provider.aap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server asks to wait, in either form that HTTP has (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final String SECONDS = "[0-9]{1,9}";

  private RetryAfter() {}

  /**
   * Until when, for a person.
   *
   * @param date the server's own time, if it said so
   */
  static Optional<String> words(String header, Optional<Instant> date) {
    Instant begin = date.orElse(Instant.EPOCH);
    boolean isRelative = header.matches(SECONDS);
    return of(header, begin)
        .map(
            wait ->
                isRelative && date.isEmpty()
                    ? "for " + wait.toSeconds() + " s"
                    : "until " + begin.plus(wait));
  }

  /** Empty if the header is neither seconds nor a date. */
  static Optional<Duration> of(String header, Instant now) {
    if (header.matches(SECONDS)) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(now, date.toInstant());
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
