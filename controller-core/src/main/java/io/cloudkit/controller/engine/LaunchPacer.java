package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Spreads launches: each resource that wants one gets a place in the row. Thread-safe. */
final class LaunchPacer {
  private final LongSupplier nanoTime;
  private final long interval;
  private final Map<String, Long> places = new HashMap<>();
  private long nextFree;

  LaunchPacer(double perSecond, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.interval = (long) (1e9 / perSecond);
    this.nextFree = nanoTime.getAsLong();
  }

  /** How long that resource has to wait for its turn; zero when it is its turn. */
  synchronized Duration delay(String uid) {
    long now = nanoTime.getAsLong();
    Long place = places.get(uid);
    if (place == null) {
      place = nextFree - now > 0 ? nextFree : now;
      nextFree = place + interval;
      places.put(uid, place);
    }
    return Duration.ofNanos(Math.max(0, place - now));
  }

  /** The resource launched, or will not: its place is given up. */
  synchronized void leave(String uid) {
    places.remove(uid);
  }
}
