package io.cloudkit.operator.kills;

import io.cloudkit.operator.kills.KillWorld.Toll;
import io.cloudkit.operator.kills.Point.Blow;
import io.cloudkit.operator.kills.Point.Successor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Strikes at points, in lanes side by side in one world, and tells of each as it comes out. */
final class Campaign {
  private final KillWorld world;
  private final Path folder;
  private final PrintStream out;
  private final Queue<Point> survived = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lanes = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  /**
   * A campaign that has not begun.
   *
   * @param folder for kubeconfigs and logs
   */
  Campaign(KillWorld world, Path folder, PrintStream out) {
    this.world = world;
    this.folder = folder;
    this.out = out;
  }

  /**
   * How it came out.
   *
   * @param survived the points that a life came through, one for each life
   * @param failures each life that did not come to its end, as a sentence
   */
  record Outcome(List<Point> survived, List<String> failures, Toll toll) {
    boolean isClean() {
      return failures.isEmpty() && toll.broken().isEmpty();
    }

    /** One line with every count. */
    String summary() {
      long kills = survived.stream().filter(each -> each.blow() == Blow.KILL).count();
      return String.format(
          Locale.ROOT,
          "kills=%d pauses=%d points=%d failures=%d duplicates=%d overlaps=%d leaks=%d",
          kills,
          survived.size() - kills,
          new HashSet<>(survived).size(),
          failures.size(),
          toll.duplicates(),
          toll.overlaps(),
          toll.leaks());
    }
  }

  /**
   * Strikes at all of them.
   *
   * @param width how many lanes for each kind of successor
   */
  Outcome run(List<Point> points, int width) throws Exception {
    Files.createDirectories(folder);
    List<Future<?>> lanesAtWork = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (Successor successor : Successor.values()) {
        List<Point> those = points.stream().filter(each -> each.successor() == successor).toList();
        Queue<Point> due = new ConcurrentLinkedQueue<>(those);
        for (int i = 0; i < Math.min(width, those.size()); i++) {
          lanesAtWork.add(threads.submit(() -> work(due, successor)));
        }
      }
      for (Future<?> each : lanesAtWork) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return new Outcome(List.copyOf(survived), List.copyOf(failures), world.toll());
  }

  /** Works a queue off in one lane; in another one after a failure, which may have spoilt it. */
  private void work(Queue<Point> due, Successor successor) {
    Optional<Point> next = Optional.ofNullable(due.poll());
    while (next.isPresent()) {
      try (Lane lane = Lane.open(world, "lane-" + lanes.incrementAndGet(), folder, successor)) {
        boolean sound = true;
        while (sound && next.isPresent()) {
          sound = survives(lane, next.get());
          next = Optional.ofNullable(due.poll());
        }
      } catch (IOException noLane) {
        throw new UncheckedIOException(noLane);
      }
    }
  }

  private boolean survives(Lane lane, Point point) {
    long begin = System.nanoTime();
    try {
      lane.strike(point);
      survived.add(point);
      tell("ok", point, begin);
      return true;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      failures.add(point + ": interrupted");
    } catch (Exception failed) {
      failures.add(point + ", in " + lane.namespace() + ": " + failed);
      tell("FAILED", point, begin);
    }
    return false;
  }

  private void tell(String how, Point point, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    out.printf(
        Locale.ROOT, "%4d  %-6s  %-52s %5.1f s%n", told.incrementAndGet(), how, point, seconds);
  }
}
