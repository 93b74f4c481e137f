package io.cloudkit.controller.simulation;

import java.time.Duration;
import java.time.Instant;

/** Time that moves when it is told to. */
final class VirtualTime {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos;

  long nanos() {
    return nanos;
  }

  Instant instant() {
    return START.plusNanos(nanos);
  }

  /** To that moment, unless it is over already. */
  void advanceTo(long moment) {
    nanos = Math.max(nanos, moment);
  }

  void advance(Duration duration) {
    nanos += duration.toNanos();
  }
}
