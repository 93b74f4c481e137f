package io.cloudkit.controller.josdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconcilerThreadsTest {
  @Test
  void noMoreThanThatManyAtOnce() {
    ExecutorService threads = ReconcilerThreads.of(3);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      threads.execute(
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
              gate.await();
            } catch (InterruptedException end) {
              Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
            done.incrementAndGet();
          });
    }
    await().until(() -> running.get() == 3);

    gate.countDown();
    await().until(() -> done.get() == 20);

    assertThat(most).hasValue(3);
    threads.shutdown();
  }
}
