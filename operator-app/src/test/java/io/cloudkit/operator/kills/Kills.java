package io.cloudkit.operator.kills;

import io.cloudkit.operator.kills.Campaign.Outcome;
import io.cloudkit.operator.kills.Point.Blow;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Strikes at every point of the matrix once, and then kills at one after another until so many
 * processes are dead. Prints a line for each, and one with all counts at the end; exits with 1 if a
 * promise was broken or a life did not come to its end.
 */
public final class Kills {
  private static final int LANES = 2;

  private Kills() {}

  public static void main(String[] arguments) throws Exception {
    int kills = Integer.getInteger("kills", 200);
    Outcome outcome;
    try (KillWorld world = KillWorld.on(RealKubernetesApi.start())) {
      outcome = new Campaign(world, Path.of("target", "kills"), System.out).run(plan(kills), LANES);
    }
    Stream.concat(outcome.failures().stream(), outcome.toll().broken().stream())
        .forEach(System.out::println);
    System.out.println(outcome.summary());
    System.exit(outcome.isClean() ? 0 : 1);
  }

  /** So many kills, and the pauses of the matrix that come between them. */
  static List<Point> plan(int kills) {
    List<Point> matrix = new ArrayList<>(Point.matrix());
    // so that a short run sees all kinds, too; the same ones each time
    Collections.shuffle(matrix, new Random(1));
    List<Point> plan = new ArrayList<>();
    long planned = 0;
    for (Point each : matrix) {
      if (planned < kills) {
        plan.add(each);
        planned += each.blow() == Blow.KILL ? 1 : 0;
      }
    }
    List<Point> deadly = matrix.stream().filter(each -> each.blow() == Blow.KILL).toList();
    for (int i = 0; planned < kills; i++, planned++) {
      plan.add(deadly.get(i % deadly.size()));
    }
    return plan;
  }
}
