package io.cloudkit.controller.simulation;

/**
 * Where all that is left to chance on a bad day comes from. The same draws make the same day, so a
 * day can be drawn from a seed, kept, cut down, and gone through one by one.
 */
interface Draws {
  /** A number below that bound. 0 is always the choice with the least trouble. */
  int below(int bound);

  /** The same, for what that kind of trouble does. */
  default int below(Fault fault, int bound) {
    return below(bound);
  }

  /** How heavy that kind of trouble is on this day: one of these weights. */
  default int weight(Fault fault, int... weights) {
    return weights[below(fault, weights.length)];
  }

  /** Whether a fault strikes that does so in that many of a hundred cases. */
  default boolean strikes(Fault fault, int percent) {
    return below(fault, 100) >= 100 - percent;
  }

  /** An amount below that bound, of which any is as good. */
  default int amount(int bound) {
    return below(bound);
  }

  /** Whether the day has one more event, whose draws come next. */
  boolean anotherEvent();
}
