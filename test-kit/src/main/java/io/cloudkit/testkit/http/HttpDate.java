package io.cloudkit.testkit.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as HTTP writes them, with two digits for the day (RFC 9110, 5.6.7); the JDK's RFC 1123 has
 * one till the ninth of a month.
 */
final class HttpDate {
  private static final DateTimeFormatter FIXED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  static String of(Instant time) {
    return FIXED.format(time);
  }
}
