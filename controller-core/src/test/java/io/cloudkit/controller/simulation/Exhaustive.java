package io.cloudkit.controller.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes all ways of all small worlds, deeper than the build does, tries people's controls in the
 * states of those that are for them, and prints what was gone through: {@code ./mvnw -q
 * -Pexhaustive [-Ddeeper=N] [-Dworld=TEXT]}. Ends with 1 if a promise was broken.
 */
final class Exhaustive {
  /** What became of one world. */
  private record Gone(Exploration exploration, ControlTrial controls, Optional<String> broken) {}

  private Exhaustive() {}

  public static void main(String[] args) {
    try {
      goAll((int) StormOptions.number(System::getProperty, "deeper", 1, 0), chosen());
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      System.exit(2);
    }
  }

  /** Part of the name of the worlds to go. */
  private static String chosen() {
    return System.getProperty("world", "").strip();
  }

  private static void goAll(int deeper, String name) {
    List<Gone> all = new ArrayList<>();
    long begun = System.nanoTime();
    SmallWorlds.ALL.stream()
        .filter(each -> each.toString().contains(name))
        .forEach(each -> all.add(go(each.deeper(deeper), new ControlTrial(List.of()))));
    ControlledWorlds.ALL.stream()
        .filter(each -> each.toString().contains(name))
        .forEach(each -> all.add(go(each.deeper(deeper), new ControlTrial(ControlTrial.CONTROLS))));
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "world: expected a part of one of " + SmallWorlds.ALL + ", found " + name);
    }
    long broken = all.stream().filter(each -> each.broken.isPresent()).count();
    System.out.printf(
        "worlds=%d states=%d ways=%d controls=%d seconds=%.0f violations=%d%n",
        all.size(),
        all.stream().mapToLong(each -> each.exploration.states()).sum(),
        all.stream().mapToLong(each -> each.exploration.ways()).sum(),
        all.stream().mapToLong(each -> each.controls.given()).sum(),
        seconds(begun),
        broken);
    System.exit(broken == 0 ? 0 : 1);
  }

  private static Gone go(SmallWorld world, ControlTrial controls) {
    long begun = System.nanoTime();
    Exploration exploration = new Exploration(world, controls);
    Optional<String> broken = exploration.run();
    System.out.printf(
        "%s, %d events: %d states, %d ways, %d controls, %.1f s%n",
        world,
        world.depth(),
        exploration.states(),
        exploration.ways(),
        controls.given(),
        seconds(begun));
    broken.ifPresent(System.out::println);
    return new Gone(exploration, controls, broken);
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
