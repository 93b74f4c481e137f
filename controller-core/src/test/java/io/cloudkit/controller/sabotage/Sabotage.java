package io.cloudkit.controller.sabotage;

import java.util.List;

/**
 * The engine without one protection.
 *
 * @param name what is no longer done
 * @param promise what must be seen broken, by the word that its violations begin with
 * @param ability of the backends under which it is hunted
 * @param found how many days that takes
 * @param cuts what takes the protection away; several where one covers for another
 */
record Sabotage(String name, String promise, String ability, Found found, List<Cut> cuts) {
  /** How many days it takes to find it. */
  enum Found {
    /** A hundred at most. */
    SOON,
    /** More: too many for each build. */
    LATE
  }

  Sabotage {
    cuts = List.copyOf(cuts);
  }

  static Sabotage soon(String name, String promise, String ability, Cut... cuts) {
    return new Sabotage(name, promise, ability, Found.SOON, List.of(cuts));
  }

  static Sabotage late(String name, String promise, String ability, Cut... cuts) {
    return new Sabotage(name, promise, ability, Found.LATE, List.of(cuts));
  }

  @Override
  public String toString() {
    return name;
  }
}
