package io.cloudkit.testkit.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Calls a provider as the engine does: on threads of its own, interrupted when its time is over.
 */
final class Calls implements AutoCloseable {
  /** What a busy machine may add to any time. */
  static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tck-provider");
            thread.setDaemon(true);
            return thread;
          });

  ExecutorService threads() {
    return threads;
  }

  <T> Future<T> begin(Callable<T> call) {
    return threads.submit(call);
  }

  /**
   * What came of a call.
   *
   * @throws ExecutionException with what it threw
   * @throws TimeoutException if it did not end in that time
   */
  static <T> T end(Future<T> call, Duration within) throws ExecutionException, TimeoutException {
    try {
      return call.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the test was interrupted", stopped);
    }
  }

  /** Waits until something has come about that must come about. */
  static void await(String what, BooleanSupplier isSo) {
    await(what, PATIENCE, isSo);
  }

  static void await(String what, Duration within, BooleanSupplier isSo) {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        throw new AssertionError("expected within " + within + " that " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
