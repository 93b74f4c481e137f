package io.cloudkit.controller.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads on which one provider instance is called. */
public final class ProviderThreads {
  private static final long IDLE_SECONDS = 30;

  private ProviderThreads() {}

  /**
   * A pool that begins without threads and refuses what it has no room for.
   *
   * @param instance goes into the names of the threads
   * @param calls most calls in flight, 1 or more
   * @param waiting most calls that wait for their turn, 1 or more
   */
  public static ExecutorService bounded(String instance, int calls, int waiting) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            calls,
            calls,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            work -> {
              Thread thread =
                  new Thread(work, "provider-" + instance + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
