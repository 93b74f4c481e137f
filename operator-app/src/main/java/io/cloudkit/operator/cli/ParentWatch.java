package io.cloudkit.operator.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process when the one that started it is gone, if that one wants it so. Maven does not
 * pass on the signal that ends it, and a demo that is killed can not end its operator.
 */
public final class ParentWatch {
  /** The system property that asks for it; {@code true} or absent. */
  public static final String PROPERTY = "cloudkit.end-with-parent";

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int ENDED_BY_SIGNAL = 143;

  private ParentWatch() {}

  /** Watches if {@link #PROPERTY} is set. */
  public static void ifAsked() {
    if (Boolean.getBoolean(PROPERTY)) {
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> watch(parent, () -> System.exit(ENDED_BY_SIGNAL)));
    }
  }

  private static void watch(ProcessHandle parent, Runnable end) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "parent-watch");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            () -> {
              if (!parent.isAlive()) {
                end.run();
              }
            },
            0,
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
