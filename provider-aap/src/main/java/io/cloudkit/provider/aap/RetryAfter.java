package io.cloudkit.provider.aap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server asks to wait, in either form that HTTP has (RFC 9110, 10.2.3). */
final class RetryAfter {
  private RetryAfter() {}

  /** Empty if the header is neither seconds nor a date. */
  static Optional<Duration> of(String header, Instant now) {
    if (header.matches("[0-9]{1,9}")) {
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
