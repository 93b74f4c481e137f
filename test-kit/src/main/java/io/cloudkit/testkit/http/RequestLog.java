package io.cloudkit.testkit.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest requests, and how many there were in all. Thread-safe. */
public final class RequestLog {
  private final int capacity;
  private final Deque<RecordedRequest> newest = new ArrayDeque<>();
  private long total;

  /** Keeps the newest so many. */
  public RequestLog(int capacity) {
    this.capacity = capacity;
  }

  public synchronized void add(RecordedRequest request) {
    total++;
    newest.add(request);
    if (newest.size() > capacity) {
      newest.remove();
    }
  }

  /** Oldest first. */
  public synchronized List<RecordedRequest> newest() {
    return List.copyOf(newest);
  }

  /** All since the start or the last {@link #clear}. */
  public synchronized long total() {
    return total;
  }

  public synchronized void clear() {
    newest.clear();
    total = 0;
  }
}
