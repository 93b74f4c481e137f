package io.cloudkit.provider.eda.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How long to wait for receivers that can not be reached. Each try is a write to the status of its
 * resource: the pauses grow with the time for which a receiver is gone, whoever asked, and begin
 * anew with the first answer of any kind. Thread-safe.
 */
final class Pauses {
  /** The first pauses, so that what comes back soon is seen soon. */
  static final Duration FIRST = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** A pause is that part of the time for which it is gone. */
  private static final int PART = 4;

  /** By up to that part of what a pause has grown, it is shorter. */
  private static final int SPREAD = 4;

  private final LongSupplier nanoTime;

  /** When each was found to be gone; those that were heard since are not in it. */
  private final Map<Receiver, Long> goneSince = new ConcurrentHashMap<>();

  Pauses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It answered, whatever it said. */
  void heard(Receiver receiver) {
    goneSince.remove(receiver);
  }

  /**
   * It can not be reached.
   *
   * @param waits who: of several the pauses end one after the other, for each always alike
   */
  Duration gone(Receiver receiver, String waits) {
    long now = nanoTime.getAsLong();
    long since = goneSince.computeIfAbsent(receiver, any -> now);
    long grown = Math.min(LONGEST.toNanos(), (now - since) / PART) - FIRST.toNanos();
    if (grown <= 0) {
      return FIRST;
    }
    long early = grown / SPREAD * Math.floorMod(waits.hashCode(), 100) / 100;
    return FIRST.plusNanos(grown - early);
  }
}
