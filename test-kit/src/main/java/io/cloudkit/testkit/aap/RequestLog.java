package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.aap.api.ApiRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest requests, and how many there were in all. Thread-safe. */
final class RequestLog {
  private final int capacity;
  private final Deque<RecordedRequest> newest = new ArrayDeque<>();
  private long total;

  RequestLog(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(Instant at, ApiRequest request) {
    total++;
    newest.add(new RecordedRequest(at, request.method(), request.path(), request.query()));
    if (newest.size() > capacity) {
      newest.remove();
    }
  }

  synchronized List<RecordedRequest> newest() {
    return List.copyOf(newest);
  }

  synchronized long total() {
    return total;
  }

  synchronized void clear() {
    newest.clear();
    total = 0;
  }
}
