package io.cloudkit.controller.simulation;

import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** What a fake is to do later, at a time that others move. */
final class VirtualTimeline implements Timeline {
  private record Task(long at, long number, Runnable action) {}

  private final VirtualTime time;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long last;

  VirtualTimeline(VirtualTime time) {
    this.time = time;
  }

  @Override
  public Instant now() {
    return time.instant();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    tasks.add(new Task(time.nanos() + delay.toNanos(), ++last, task));
  }

  /** What has come due happens, in order, and what comes due by it. */
  void advance() {
    while (!tasks.isEmpty() && tasks.peek().at() - time.nanos() <= 0) {
      tasks.remove().action().run();
    }
  }

  OptionalLong nextDue() {
    return tasks.isEmpty() ? OptionalLong.empty() : OptionalLong.of(tasks.peek().at());
  }
}
