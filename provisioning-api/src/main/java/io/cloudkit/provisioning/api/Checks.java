package io.cloudkit.provisioning.api;

import java.time.Duration;

/** How the values of this package refuse nonsense: what was expected, what was found. */
final class Checks {
  /** Longest reason a user is made to read, in characters. */
  static final int MAX_REASON = 256;

  private Checks() {}

  /** A token such as an id or a name: 1..max characters, no white space or control characters. */
  static String token(String what, int max, String value) {
    if (value.isEmpty() || value.length() > max) {
      throw new IllegalArgumentException(
          what + ": expected 1.." + max + " characters, found " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain = c > ' ' && c < 0x7f; // as nearly all are: these two look up less
      if (!plain && (Character.isWhitespace(c) || Character.isISOControl(c))) {
        throw new IllegalArgumentException(
            what + ": expected no white space or control characters, found one at " + i);
      }
    }
    return value;
  }

  /** Whether {@link #token} accepts it. */
  static boolean isToken(int max, String value) {
    return !value.isEmpty()
        && value.length() <= max
        && value.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
  }

  /**
   * A reason for a person. Blank is refused, a longer text is cut: a backend that is talkative must
   * not turn a known result into an exception, which would mean "unknown".
   */
  static String reason(String what, String value) {
    String line = oneLine(value);
    if (line.isEmpty()) {
      throw new IllegalArgumentException(
          what + ": expected 1.." + MAX_REASON + " characters for a person to read, found none");
    }
    return cut(line, MAX_REASON);
  }

  /** The text without control characters, and not longer than that. */
  static String text(String value, int max) {
    return cut(oneLine(value), max);
  }

  static Duration notNegative(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          what + ": expected zero or a positive duration, found " + value);
    }
    return value;
  }

  static Duration positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + ": expected a positive duration, found " + value);
    }
    return value;
  }

  private static String oneLine(String value) {
    StringBuilder line = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString().strip();
  }

  private static String cut(String value, int max) {
    if (value.length() <= max) {
      return value;
    }
    int end = max - 1;
    if (Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end) + "…";
  }
}
