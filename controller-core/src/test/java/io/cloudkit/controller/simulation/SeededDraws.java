package io.cloudkit.controller.simulation;

import java.util.SplittableRandom;

/** A day drawn from a seed. Most days are short: a small world is gone through in more ways. */
final class SeededDraws implements Draws {
  private static final int SHORT_DAY = 45;
  private static final int LONG_DAY = 240;

  private final SplittableRandom random;
  private int events;

  SeededDraws(long seed) {
    // seeds that are neighbours shall have nothing in common
    random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
    events = 10 + random.nextInt(random.nextInt(5) == 0 ? LONG_DAY : SHORT_DAY);
  }

  @Override
  public int below(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public boolean anotherEvent() {
    return events-- > 0;
  }
}
