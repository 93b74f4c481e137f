package io.cloudkit.provider.eda.tracker;

import java.time.Duration;

/**
 * The times of a look.
 *
 * @param interval from one look to the next
 * @param deliveryBound how long after its post an event may still start a job
 * @param settle how long after a job AAP may still change it, or show an older one
 * @param longestLife of a job, from the post on
 * @param fresh for how long counts that AAP answered
 */
record Times(
    Duration interval,
    Duration deliveryBound,
    Duration settle,
    Duration longestLife,
    Duration fresh) {

  /** How long after its post a job of an event may be shown for the first time. */
  Duration lastStart() {
    return deliveryBound.plus(settle);
  }

  /** Older jobs are of no use: what they belong to was given up. */
  Duration remembered() {
    return longestLife.multipliedBy(2);
  }

  boolean isFresh(long at, long now) {
    return now - at <= fresh.toNanos();
  }
}
