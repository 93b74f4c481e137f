package io.cloudkit.controller.simulation;

import java.util.List;
import java.util.Optional;

/** Looks for a day that breaks a promise, from seed 1 on. */
public final class Hunt {
  private Hunt() {}

  /**
   * The first such day, told in types of the JDK alone: who asks may have loaded other classes.
   *
   * @param violation how what it breaks begins; all that is broken begins with nothing
   * @return its number, and what it broke; empty if none of that many days did
   */
  public static Optional<List<String>> find(String ability, String violation, int days) {
    Ability kind = Abilities.named(ability);
    for (int day = 1; day <= days; day++) {
      for (String broken : new Schedule(day, kind).run()) {
        if (broken.startsWith(violation)) {
          return Optional.of(List.of(String.valueOf(day), broken));
        }
      }
    }
    return Optional.empty();
  }
}
