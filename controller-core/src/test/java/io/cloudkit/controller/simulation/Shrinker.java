package io.cloudkit.controller.simulation;

import java.util.List;

/**
 * Makes the smallest day that it can find of one that broke a promise: without the events, and the
 * troubles within them, that the break does not need.
 */
final class Shrinker {
  /** A day takes about a millisecond. */
  private static final int MAX_TRIES = 3000;

  private final Ability ability;
  private final long seed;
  private final String promise;
  private int tries;

  /**
   * A shrinker of one day.
   *
   * @param violations what that day broke; not empty
   */
  Shrinker(Ability ability, long seed, List<String> violations) {
    this.ability = ability;
    this.seed = seed;
    this.promise = promise(violations);
  }

  /** What a day breaks; an exception is a break, too. */
  static List<String> run(Schedule day) {
    try {
      return day.run();
    } catch (RuntimeException | AssertionError | StackOverflowError thrown) {
      return List.of("exception: " + thrown + " at " + thrown.getStackTrace()[0]);
    }
  }

  /** The word before the colon. */
  private static String promise(List<String> violations) {
    return violations.get(0).split(":", 2)[0];
  }

  /** The smallest story in which it is broken, what is, and how to see the day again. */
  String report() {
    KeptDraws smallest = shrink();
    Schedule told = new Schedule(smallest.again(), ability, Story.told());
    List<String> broken = run(told);
    return """
        %s, seed %d; again: %s

        the smallest day that breaks it, found in %d tries (%d events):
        %s

        %s
        """
        .formatted(
            ability,
            seed,
            command(ability, seed),
            tries,
            smallest.events(),
            String.join("\n", told.story().lines()),
            String.join("\n", broken));
  }

  /** What runs that day again. */
  static String command(Ability ability, long seed) {
    return "./mvnw -q -Pstorm -Dability=%s -Dseed=%d -Dschedules=1".formatted(ability, seed);
  }

  private KeptDraws shrink() {
    KeptDraws.Recorder recorder = KeptDraws.recorder(new SeededDraws(seed));
    run(new Schedule(recorder, ability, Story.untold()));
    KeptDraws smallest = recorder.kept();
    long before;
    do {
      before = smallest.troubles();
      smallest = withLessTrouble(withFewerEvents(smallest));
    } while (smallest.troubles() < before && tries < MAX_TRIES);
    return smallest;
  }

  private KeptDraws withFewerEvents(KeptDraws day) {
    KeptDraws smallest = day;
    for (int size = Math.max(1, day.events() / 2); size > 0; size /= 2) {
      for (int from = 0; from < smallest.events(); ) {
        KeptDraws fewer = smallest.without(from, size);
        if (breaksIt(fewer)) {
          smallest = fewer;
        } else {
          from += size;
        }
      }
    }
    return smallest;
  }

  private KeptDraws withLessTrouble(KeptDraws day) {
    KeptDraws smallest = day;
    for (int part = 0; part < day.parts().size(); part++) {
      for (int place = 0; place < day.parts().get(part).length; place++) {
        if (day.parts().get(part)[place] != 0) {
          KeptDraws calmer = smallest.calmer(part, place);
          smallest = breaksIt(calmer) ? calmer : smallest;
        }
      }
    }
    return smallest;
  }

  /** Whether a day breaks the same promise. */
  private boolean breaksIt(KeptDraws day) {
    if (tries >= MAX_TRIES) {
      return false;
    }
    tries++;
    List<String> broken = run(new Schedule(day.again(), ability, Story.untold()));
    return !broken.isEmpty() && promise(broken).equals(promise);
  }
}
