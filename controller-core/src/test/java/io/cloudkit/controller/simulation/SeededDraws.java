package io.cloudkit.controller.simulation;

import java.util.SplittableRandom;

/** A day drawn from a seed. Most days are short: a small world is gone through in more ways. */
final class SeededDraws implements Draws {
  private static final int SHORT_DAY = 45;
  private static final int LONG_DAY = 240;

  private final SplittableRandom random;
  private int events;

  SeededDraws(long seed) {
    // hashed: the draws of seeds that differ by the generator's step would be one line, shifted
    random = new SplittableRandom(new SplittableRandom(seed).nextLong());
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
