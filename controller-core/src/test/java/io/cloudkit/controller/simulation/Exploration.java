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
  private final SmallWorld world;
  private final Set<String> states = new HashSet<>();
  private long ways;

  Exploration(SmallWorld world) {
    this.world = world;
  }

  /** Goes them all; answers with what the first one broke that broke a promise. */
  Optional<String> run() {
    List<int[]> ends = List.of(new int[0]);
    for (int events = 0; events < world.depth(); events++) {
      List<int[]> further = new ArrayList<>();
      for (int[] end : ends) {
        Optional<int[]> path = Optional.of(end);
        while (path.isPresent()) {
          SmallDay day = new SmallDay(world, path.get(), Story.untold());
          for (int i = 0; i <= events; i++) {
            day.event();
          }
          ways++;
          int[] taken = day.choices().taken();
          path = day.choices().next(end.length);
          if (day.broken().isEmpty() && !states.add(day.fingerprint())) {
            continue;
          }
          further.add(taken);
          List<String> broken = day.broken().isEmpty() ? day.calm() : day.broken();
          if (!broken.isEmpty()) {
            return Optional.of(story(taken, events));
          }
        }
      }
      ends = further;
    }
    return Optional.empty();
  }

  /** The same way again, told. As all shorter ones are whole, it is a shortest one. */
  private String story(int[] path, int events) {
    SmallDay day = new SmallDay(world, path, Story.told());
    for (int i = 0; i <= events; i++) {
      day.event();
    }
    List<String> broken = day.broken().isEmpty() ? day.calm() : day.broken();
    return """
    %s, in %d events, after %d ways:
    %s

    %s
    """
        .formatted(
            world,
            events + 1,
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
