package io.cloudkit.provisioning.api;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A moment on this process's monotonic clock: it does not move when the wall clock is set, and
 * means nothing to another process. Immutable and thread-safe.
 */
public final class Deadline {
  private final LongSupplier nanoTime;
  private final long atNanos;

  private Deadline(LongSupplier nanoTime, long atNanos) {
    this.nanoTime = nanoTime;
    this.atNanos = atNanos;
  }

  /**
   * That long from now.
   *
   * @param nanoTime the monotonic clock, in nanoseconds: {@code System::nanoTime}, or a test's
   */
  public static Deadline after(Duration duration, LongSupplier nanoTime) {
    Objects.requireNonNull(nanoTime, "nanoTime");
    return new Deadline(nanoTime, nanoTime.getAsLong() + duration.toNanos());
  }

  /** Whether the moment has come. */
  public boolean isPast() {
    return nanoTime.getAsLong() - atNanos >= 0;
  }

  /** What is left until the moment; zero when it is past. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - nanoTime.getAsLong()));
  }

  @Override
  public String toString() {
    return "in " + remaining();
  }
}
