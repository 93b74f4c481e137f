package io.cloudkit.operator.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How a run ends when the process is told to: what is in flight is brought to its end once the
 * operator acts, and cut off while it only waits to begin. Thread-safe.
 */
final class Ending {
  /** Nothing was launched yet, so there is nothing to record. */
  private static final Duration WHILE_STARTING = Duration.ofSeconds(2);

  private final Thread runner;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean starting = true;

  /** Of what that thread runs. */
  Ending(Thread runner) {
    this.runner = runner;
  }

  /** Has a signal tell it. */
  void onSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::tellAndWait, "shutdown"));
  }

  /** Tells it, and waits until everything is given back: the JVM ends when this returns. */
  void tellAndWait() {
    told.countDown();
    try {
      if (interruptStart()) {
        boolean unused = ended.await(WHILE_STARTING.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        ended.await();
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean interruptStart() {
    if (starting) {
      runner.interrupt();
    }
    return starting;
  }

  /**
   * From now on nothing is cut off. Called by the runner.
   *
   * @return false if it was told to end before
   */
  synchronized boolean started() {
    starting = false;
    boolean interrupted = Thread.interrupted();
    return !interrupted && !isTold();
  }

  boolean isTold() {
    return told.getCount() == 0;
  }

  /** Waits that long; false as soon as it is told to end. */
  boolean lasts(Duration pause) throws InterruptedException {
    return !told.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  void await() throws InterruptedException {
    told.await();
  }

  /** Everything is given back. */
  void ended() {
    ended.countDown();
  }
}
