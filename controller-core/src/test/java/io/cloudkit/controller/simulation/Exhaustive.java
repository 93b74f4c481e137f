package io.cloudkit.controller.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes all ways of all small worlds, deeper than the build does, and prints what was gone through:
 * {@code ./mvnw -q -Pexhaustive [-Ddeeper=N]}. Ends with 1 if a promise was broken.
 */
final class Exhaustive {
  /** What became of one world. */
  private record Gone(Exploration exploration, Optional<String> broken, String line) {}

  private Exhaustive() {}

  public static void main(String[] args) {
    int deeper = Integer.getInteger("deeper", 1);
    List<Gone> all = new ArrayList<>();
    long begun = System.nanoTime();
    for (SmallWorld each : SmallWorlds.ALL) {
      Gone gone = go(each.deeper(deeper));
      System.out.println(gone.line);
      gone.broken.ifPresent(System.out::println);
      all.add(gone);
    }
    long broken = all.stream().filter(each -> each.broken.isPresent()).count();
    System.out.printf(
        "worlds=%d states=%d ways=%d seconds=%.0f violations=%d%n",
        all.size(),
        all.stream().mapToLong(each -> each.exploration.states()).sum(),
        all.stream().mapToLong(each -> each.exploration.ways()).sum(),
        seconds(begun),
        broken);
    System.exit(broken == 0 ? 0 : 1);
  }

  private static Gone go(SmallWorld world) {
    long begun = System.nanoTime();
    Exploration exploration = new Exploration(world);
    Optional<String> broken = exploration.run();
    String line =
        String.format(
            "%s, %d events: %d states, %d ways, %.1f s",
            world, world.depth(), exploration.states(), exploration.ways(), seconds(begun));
    return new Gone(exploration, broken, line);
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
