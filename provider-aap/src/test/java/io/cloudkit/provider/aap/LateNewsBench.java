package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.NewsRun.Way;
import io.cloudkit.provider.aap.RunningJobs.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how soon an end is told that the feed of ends may not see: of workflow jobs, and of jobs
 * whose nodes' clocks are off. Those are for a sweep, which takes 4 s (workflow jobs) or 5 s for
 * each 200. Not a test: machines differ.
 */
public final class LateNewsBench {
  private static final List<Integer> COUNTS = List.of(50, 1_000);

  private LateNewsBench() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.printf(
        "each row takes AAP %d ms; each figure is of %d s%n%s%n",
        RunningJobs.ROW.toMillis(), NewsRun.MEASURED.toSeconds(), NewsRun.HEAD);
    List<Thread> threads = new ArrayList<>();
    for (int count : COUNTS) {
      for (Kind kind : Kind.values()) {
        threads.add(NewsRun.start(Way.NEWS, kind, Duration.ofMillis(100), count));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
