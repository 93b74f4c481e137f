package io.cloudkit.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Real time: a clock and a scheduler, both given. After the scheduler's shutdown tasks vanish. */
public final class ExecutorTimeline implements Timeline {
  private final Clock clock;
  private final ScheduledExecutorService scheduler;

  public ExecutorTimeline(Clock clock, ScheduledExecutorService scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    try {
      var unused = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // the fake was closed: what was still to happen does not
    }
  }
}
