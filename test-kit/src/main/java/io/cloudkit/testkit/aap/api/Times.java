package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Times as Django writes and reads them (§5.4). */
final class Times {
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HEADER =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  /** As the header Date of an answer says it. */
  static String header(Instant time) {
    return HEADER.format(time);
  }

  /** Six digits of fraction, or none at all when it is zero. */
  static String wire(Instant time) {
    boolean isWhole =
        time.truncatedTo(ChronoUnit.MICROS).equals(time.truncatedTo(ChronoUnit.SECONDS));
    return (isWhole ? WHOLE : MICROS).format(time);
  }

  static void put(ObjectNode node, String field, Optional<Instant> time) {
    if (time.isPresent()) {
      node.put(field, wire(time.get()));
    } else {
      node.putNull(field);
    }
  }

  /** With an offset, without one (UTC), or a date alone. */
  static Optional<Instant> parse(String text) {
    String iso = text.trim().replace(' ', 'T');
    try {
      if (iso.length() <= 10) {
        return Optional.of(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      if (iso.endsWith("Z") || iso.substring(10).contains("+") || iso.lastIndexOf('-') > 10) {
        return Optional.of(OffsetDateTime.parse(iso).toInstant());
      }
      return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
