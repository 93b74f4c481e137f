package io.cloudkit.testkit.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time that moves only when it is told to; tasks run on the thread that moves it, in order. */
public final class ManualTimeline implements Timeline {
  private record Task(Instant at, long sequence, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private Instant now;
  private long sequence;

  public ManualTimeline(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void after(Duration delay, Runnable task) {
    tasks.add(new Task(now.plus(delay), sequence++, task));
  }

  /** Moves time on and runs everything that becomes due, each task at its own time. */
  public void advance(Duration by) {
    Instant end = now().plus(by);
    for (Task due = takeUntil(end); due != null; due = takeUntil(end)) {
      due.action().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized @Nullable Task takeUntil(Instant end) {
    Task first = tasks.peek();
    if (first == null || first.at().isAfter(end)) {
      return null;
    }
    tasks.remove();
    now = first.at();
    return first;
  }
}
