package io.cloudkit.controller.simulation;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * All ways that a small world can go, one after the other: each time the choices of a path are
 * made, and after its end the first of each. Faults strike where they are chosen to, so often at
 * most as the world has them; of an amount of time the middle is taken, of anything else that
 * chance decides on a bad day the choice of least trouble.
 */
final class Choices implements Draws {
  private final int[] path;
  private final Set<Fault> faults;
  private int left;
  private int[] taken = new int[32];
  private int[] bounds = new int[32];
  private int count;
  private boolean open;

  /**
   * The choices of that path.
   *
   * @param faults those that can strike
   * @param most how often they can, together
   */
  Choices(int[] path, Set<Fault> faults, int most) {
    this.path = path;
    this.faults = faults;
    this.left = most;
  }

  /** From here on everything is open; before, nothing goes wrong. */
  void begin() {
    open = true;
  }

  /** A choice between that many. */
  int choose(int bound) {
    if (bound < 2) {
      return 0;
    }
    if (count == taken.length) {
      taken = Arrays.copyOf(taken, 2 * count);
      bounds = Arrays.copyOf(bounds, 2 * count);
    }
    taken[count] = count < path.length ? path[count] : 0;
    bounds[count] = bound;
    return taken[count++];
  }

  /** The choices so far. */
  int[] taken() {
    return Arrays.copyOf(taken, count);
  }

  /** The path that has not been gone yet, of those that begin with so many of these choices. */
  Optional<int[]> next(int kept) {
    for (int i = count - 1; i >= kept; i--) {
      if (taken[i] < bounds[i] - 1) {
        int[] next = Arrays.copyOf(taken, i + 1);
        next[i]++;
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** How many faults can still strike. */
  int left() {
    return left;
  }

  @Override
  public int below(int bound) {
    return 0;
  }

  @Override
  public int amount(int bound) {
    return bound / 2;
  }

  @Override
  public int weight(Fault fault, int... weights) {
    return faults.contains(fault) ? 1 : 0;
  }

  @Override
  public boolean strikes(Fault fault, int percent) {
    if (!open || left == 0 || choose(2) == 0) {
      return false;
    }
    left--;
    return true;
  }

  @Override
  public boolean anotherEvent() {
    return false;
  }
}
