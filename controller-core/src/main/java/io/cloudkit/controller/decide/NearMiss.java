package io.cloudkit.controller.decide;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** A name that was probably mistyped, and the known one that was meant. */
public final class NearMiss {
  private static final int LONG = 8;

  private NearMiss() {}

  /**
   * The known name that was meant by one that may as well be somebody else's: one slip away, or two
   * in a long one. Empty if the name is known itself, or like none.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    return known.contains(name)
        ? Optional.empty()
        : nearest(name, known, each -> each.length() < LONG ? 1 : 2);
  }

  /**
   * The known name that was meant by one that is wrong where it stands: at most two slips away, or
   * more of a very long one. Empty if it is like none.
   */
  public static Optional<String> ofWrong(String name, Collection<String> known) {
    return nearest(name, known, each -> Math.max(2, each.length() / 5));
  }

  private static Optional<String> nearest(
      String name, Collection<String> known, ToIntFunction<String> most) {
    return known.stream()
        .filter(each -> isLike(name, each, most.applyAsInt(each)))
        .min(
            Comparator.comparingInt((String each) -> slips(name, each))
                .thenComparing(each -> each));
  }

  /** Each letter more or less is a slip: most names differ by too many to be compared. */
  private static boolean isLike(String name, String known, int most) {
    return Math.abs(name.length() - known.length()) <= most && slips(name, known) <= most;
  }

  /** Letters that were added, left out, replaced, or swapped with their neighbour. */
  private static int slips(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, i, to, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, int i, String to, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
