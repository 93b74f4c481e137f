package io.cloudkit.controller.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** A day drawn from a seed. Most days are short: a small world is gone through in more ways. */
final class SeededDraws implements Draws {
  private static final int SHORT_DAY = 45;
  private static final int LONG_DAY = 200;

  /** One of so many days is long: it costs as much as several, and finds little more than one. */
  private static final int LONG_DAYS = 10;

  /** What came later is drawn apart: a seed without it is the day that it was before. */
  private static final Set<Fault> LATER =
      EnumSet.of(
          Fault.BEGAN_WITH_AN_OLD_LIST,
          Fault.EVENT_DUPLICATED,
          Fault.SENT_AFTER_ITS_CALL_ENDED,
          Fault.ENDED_UNDER_THE_GO_OPERATOR);

  private final SplittableRandom random;
  private final SplittableRandom apart;
  private int events;

  SeededDraws(long seed) {
    // hashed: the draws of seeds that differ by the generator's step would be one line, shifted
    SplittableRandom hashed = new SplittableRandom(seed);
    random = new SplittableRandom(hashed.nextLong());
    apart = new SplittableRandom(hashed.nextLong());
    events = 10 + random.nextInt(random.nextInt(LONG_DAYS) == 0 ? LONG_DAY : SHORT_DAY);
  }

  @Override
  public int below(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public int below(Fault fault, int bound) {
    return (LATER.contains(fault) ? apart : random).nextInt(bound);
  }

  @Override
  public boolean anotherEvent() {
    return events-- > 0;
  }
}
