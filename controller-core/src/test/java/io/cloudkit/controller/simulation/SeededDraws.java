package io.cloudkit.controller.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A day drawn from a seed. Most days are short: a small world is gone through in more ways. */
final class SeededDraws implements Draws {
  private static final int SHORT_DAY = 45;
  private static final int LONG_DAY = 200;

  /** One of so many days is long: it costs as much as several, and finds little more than one. */
  private static final int LONG_DAYS = 10;

  /**
   * What came later is drawn apart, each time by one more generator: a seed without it is the day
   * that it was before.
   */
  private static final List<Set<Fault>> LATER =
      List.of(
          EnumSet.of(
              Fault.BEGAN_WITH_AN_OLD_LIST,
              Fault.EVENT_DUPLICATED,
              Fault.SENT_AFTER_ITS_CALL_ENDED,
              Fault.ENDED_UNDER_THE_GO_OPERATOR),
          EnumSet.of(Fault.JOB_HUNG),
          EnumSet.range(Fault.LOOK_FAILED, Fault.ROW_ENDED_OTHERWISE_AT_FIRST),
          EnumSet.of(Fault.JOB_OUTLIVED));

  private final SplittableRandom random;
  private final List<SplittableRandom> apart;
  private int events;

  SeededDraws(long seed) {
    // hashed: the draws of seeds that differ by the generator's step would be one line, shifted
    SplittableRandom hashed = new SplittableRandom(seed);
    random = new SplittableRandom(hashed.nextLong());
    apart = LATER.stream().map(any -> new SplittableRandom(hashed.nextLong())).toList();
    events = 10 + random.nextInt(random.nextInt(LONG_DAYS) == 0 ? LONG_DAY : SHORT_DAY);
  }

  @Override
  public int below(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public int below(Fault fault, int bound) {
    return of(fault).nextInt(bound);
  }

  private SplittableRandom of(Fault fault) {
    for (int i = 0; i < LATER.size(); i++) {
      if (LATER.get(i).contains(fault)) {
        return apart.get(i);
      }
    }
    return random;
  }

  @Override
  public boolean anotherEvent() {
    return events-- > 0;
  }
}
