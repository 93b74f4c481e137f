package io.cloudkit.controller.josdk;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that step resources: virtual ones where the JVM has them. */
final class ReconcilerThreads {
  private static final long IDLE_SECONDS = 10;

  private ReconcilerThreads() {}

  /**
   * At most that many at once. At most one task waits for each resource that exists, so the queue
   * has their number for bound.
   */
  static ExecutorService of(int most) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory factory() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException olderThan21) {
      return ReconcilerThreads::platform;
    }
  }

  private static Thread platform(Runnable work) {
    Thread thread = new Thread(work, "reconciler");
    thread.setDaemon(true);
    return thread;
  }
}
