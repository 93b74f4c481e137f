package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Spreads launches: each resource that wants one gets a place in the row. Many who come late, after
 * an outage or a lost lead, do not all go at once: no more than a second's launches are made up
 * for, and the others go to the end of the row. Thread-safe.
 */
final class LaunchPacer {
  private final LongSupplier nanoTime;
  private final double perSecond;
  private final long interval;
  private final Map<String, Long> places = new HashMap<>();
  private long nextFree;
  private double turns;
  private long turnsAt;

  LaunchPacer(double perSecond, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.perSecond = perSecond;
    this.interval = (long) (1e9 / perSecond);
    this.nextFree = nanoTime.getAsLong();
    this.turns = mostTurns();
    this.turnsAt = nextFree;
  }

  /** How long that resource has to wait for its turn; zero when it is its turn. */
  synchronized Duration delay(String uid) {
    long now = nanoTime.getAsLong();
    Long place = places.get(uid);
    if (place == null) {
      place = queue(uid, now);
    }
    if (place - now <= 0 && !takeTurn(now)) {
      place = queue(uid, now + interval);
    }
    return Duration.ofNanos(Math.max(0, place - now));
  }

  private long queue(String uid, long earliest) {
    long place = nextFree - earliest > 0 ? nextFree : earliest;
    nextFree = place + interval;
    places.put(uid, place);
    return place;
  }

  private boolean takeTurn(long now) {
    turns = Math.min(mostTurns(), turns + (now - turnsAt) * perSecond / 1e9);
    turnsAt = now;
    if (turns < 1) {
      return false;
    }
    turns -= 1;
    return true;
  }

  private double mostTurns() {
    return Math.max(1, perSecond);
  }

  /** The resource launched, or will not: its place is given up. */
  synchronized void leave(String uid) {
    places.remove(uid);
  }
}
