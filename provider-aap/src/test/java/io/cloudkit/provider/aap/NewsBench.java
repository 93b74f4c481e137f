package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.NewsRun.Way;
import io.cloudkit.provider.aap.RunningJobs.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what it costs AAP to be asked for news of many running jobs, and how soon an end is told,
 * beside a naive loop that looks at each job every 30 s. Not a test: machines differ.
 */
public final class NewsBench {
  private static final List<Integer> COUNTS = List.of(50, 1_000, 10_000);

  private NewsBench() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.printf(
        "each row takes AAP %d ms; each figure is of %d s%n%s%n",
        RunningJobs.ROW.toMillis(), NewsRun.MEASURED.toSeconds(), NewsRun.HEAD);
    // all at the same time: they share the machine, which makes none of them look better
    List<Thread> threads = new ArrayList<>();
    for (int answer : new int[] {100, 500}) {
      for (int count : COUNTS) {
        threads.add(NewsRun.start(Way.NEWS, Kind.JOBS, Duration.ofMillis(answer), count));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int count : COUNTS) {
      NewsRun.start(Way.NAIVE, Kind.JOBS, Duration.ofMillis(100), count).join();
    }
  }
}
