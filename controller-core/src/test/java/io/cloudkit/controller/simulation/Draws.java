package io.cloudkit.controller.simulation;

/**
 * Where all that is left to chance on a bad day comes from. The same draws make the same day, so a
 * day can be drawn from a seed, kept, cut down, and gone through one by one.
 */
interface Draws {
  /** A number below that bound. 0 is always the choice with the least trouble. */
  int below(int bound);

  /** Whether the day has one more event, whose draws come next. */
  boolean anotherEvent();
}
