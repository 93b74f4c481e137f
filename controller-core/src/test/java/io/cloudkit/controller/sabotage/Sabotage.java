package io.cloudkit.controller.sabotage;

import java.util.List;

/**
 * The engine without one protection.
 *
 * @param name what is no longer done
 * @param promise what must be seen broken, by the word that its violations begin with
 * @param ability of the backends under which it is hunted
 * @param cuts what takes the protection away; several where one covers for another
 */
record Sabotage(String name, String promise, String ability, List<Cut> cuts) {
  Sabotage {
    cuts = List.copyOf(cuts);
  }

  static Sabotage without(String name, String promise, String ability, Cut... cuts) {
    return new Sabotage(name, promise, ability, List.of(cuts));
  }

  @Override
  public String toString() {
    return name;
  }
}
