package io.cloudkit.testkit.eda.rulebook;

/**
 * How actions of rules run.
 *
 * @param mostRunning actions at once; each holds its place until its job has ended
 * @param mostPlanned matched events that wait for a place before the source is drained no more
 */
public record Strategy(int mostRunning, int mostPlanned) {

  public Strategy {
    if (mostRunning < 1 || mostPlanned < 1) {
      throw new IllegalArgumentException(
          "expected at least one running and one planned action, found %d and %d: use parallel() or sequential()"
              .formatted(mostRunning, mostPlanned));
    }
  }

  /** Every job starts at once, as in the origin's rulebook before back pressure came. */
  public static Strategy parallel() {
    return new Strategy(Integer.MAX_VALUE, 1);
  }

  /** At most so many at once: of 30 posts with 25, 28 are answered (§8.8). */
  public static Strategy parallel(int maxConcurrent) {
    return new Strategy(maxConcurrent, 2);
  }

  /** One after the other, over all resources: of 16 posts 13 are answered (§8.8). */
  public static Strategy sequential() {
    return new Strategy(1, 11);
  }
}
