package io.cloudkit.operator.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells a person what goes on, one line at a time. Thread-safe. */
final class Narrator {
  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final boolean colored;
  private final long start;

  Narrator(PrintStream out, LongSupplier nanoTime, Color color) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.colored = color == Color.ON;
    this.start = nanoTime.getAsLong();
  }

  /** Whether lines are coloured. */
  enum Color {
    ON,
    OFF
  }

  synchronized void title(String text) {
    out.println();
    out.println(paint("1", text));
  }

  synchronized void line(String text) {
    out.printf(Locale.ROOT, "  %s  %s%n", paint("2", stamp()), text);
  }

  synchronized void good(String text) {
    out.printf(Locale.ROOT, "  %s  %s %s%n", paint("2", stamp()), paint("32", "✔"), text);
  }

  synchronized void bad(String text) {
    out.printf(Locale.ROOT, "  %s  %s %s%n", paint("2", stamp()), paint("31", "✘"), text);
  }

  synchronized void plain(String text) {
    out.println(text);
  }

  private String stamp() {
    Duration since = Duration.ofNanos(nanoTime.getAsLong() - start);
    return String.format(Locale.ROOT, "%6.1fs", since.toMillis() / 1000.0);
  }

  private String paint(String code, String text) {
    return colored ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
