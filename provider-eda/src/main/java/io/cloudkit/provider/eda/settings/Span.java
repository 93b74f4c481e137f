package io.cloudkit.provider.eda.settings;

import java.time.Duration;

/** Durations as people write them in settings: {@code 1h30m}, {@code 45s}, {@code 500ms}. */
public final class Span {
  private Span() {}

  public static String words(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    return part(duration.toHours(), "h")
        + part(duration.toMinutesPart(), "m")
        + part(duration.toSecondsPart(), "s")
        + part(duration.toMillisPart(), "ms");
  }

  private static String part(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
