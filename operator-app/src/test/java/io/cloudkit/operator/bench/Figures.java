package io.cloudkit.operator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Taking and printing figures. */
final class Figures {
  private Figures() {}

  static void print(String what, String figure) {
    System.out.printf(Locale.ROOT, "%-55s %s%n", what, figure);
  }

  static String percentiles(List<Long> millis) {
    return "p50 "
        + percentile(millis, 50)
        + " ms, p95 "
        + percentile(millis, 95)
        + " ms, n="
        + millis.size();
  }

  static long percentile(List<Long> millis, int percent) {
    return millis.stream().sorted().toList().get(millis.size() * percent / 100);
  }

  /** A number of what the kernel says of a process, in its own unit; -1 if it says nothing. */
  static long ofProcess(long pid, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return -1;
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("not within five minutes");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
