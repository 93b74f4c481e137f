package io.cloudkit.controller.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes all ways of a small world, breadth first, each by going its choices again from the
 * beginning. A state that was there before is not gone on from. From each state calm is tried: the
 * resource must come to its end.
 */
final class Exploration {
  /** What is tried in each state, on a world of its own. */
  interface Trial {
    /** What it broke, told; empty if nothing. */
    Optional<String> from(Way way);

    Trial NONE = way -> Optional.empty();
  }

  private final SmallWorld world;
  private final Trial trial;
  private final Set<String> states = new HashSet<>();
  private long ways;

  Exploration(SmallWorld world) {
    this(world, Trial.NONE);
  }

  /** One that tries that in each state, too. */
  Exploration(SmallWorld world, Trial trial) {
    this.world = world;
    this.trial = trial;
  }

  /** Goes them all; answers with what the first one broke that broke a promise. */
  Optional<String> run() {
    List<int[]> ends = List.of(new int[0]);
    for (int events = 0; events < world.depth(); events++) {
      List<int[]> further = new ArrayList<>();
      for (int[] end : ends) {
        Optional<int[]> path = Optional.of(end);
        while (path.isPresent()) {
          SmallDay day = new Way(world, path.get(), events + 1).gone(Story.untold());
          ways++;
          int[] taken = day.choices().taken();
          path = day.choices().next(end.length);
          if (day.broken().isEmpty() && !states.add(day.fingerprint())) {
            continue;
          }
          further.add(taken);
          List<String> broken = day.broken().isEmpty() ? day.calm() : day.broken();
          Way way = new Way(world, taken, events + 1);
          if (!broken.isEmpty()) {
            return Optional.of(story(way));
          }
          Optional<String> tried = trial.from(way);
          if (tried.isPresent()) {
            return tried;
          }
        }
      }
      ends = further;
    }
    return Optional.empty();
  }

  /** The same way again, told. As all shorter ones are whole, it is a shortest one. */
  private String story(Way way) {
    SmallDay day = way.gone(Story.told());
    List<String> broken = day.broken().isEmpty() ? day.calm() : day.broken();
    return """
    %s, after %d ways:
    %s

    %s
    """
        .formatted(
            way,
            ways,
            String.join("\n", day.schedule().story().lines()),
            String.join("\n", broken));
  }

  int states() {
    return states.size();
  }

  /** How often the last event of a way was gone. */
  long ways() {
    return ways;
  }
}
