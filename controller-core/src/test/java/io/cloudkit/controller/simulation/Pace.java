package io.cloudkit.controller.simulation;

import java.util.function.LongSupplier;

/** Counts the launches of one process against the pace that it was set. */
final class Pace {
  private final LongSupplier nanoTime;
  private final double perSecond;
  private final long start;
  private int launches;

  Pace(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Counts one; whether all of them together are no more than may be by now. */
  boolean allowsOneMore() {
    launches++;
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    return launches <= Math.max(1, perSecond) + seconds * perSecond + 1e-6;
  }
}
