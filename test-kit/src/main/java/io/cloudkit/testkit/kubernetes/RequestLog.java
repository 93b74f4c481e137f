package io.cloudkit.testkit.kubernetes;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was asked of resources: counters, and the latest requests, bounded. Every request counts,
 * refused and cut ones too; a WebSocket upgrade does not. Thread-safe.
 */
public final class RequestLog {
  private static final int KEPT = 10_000;

  /**
   * One request.
   *
   * @param resource plural of the type with its subresource: {@code computeinstances/status}
   */
  public record Entry(ApiVerb verb, String resource, String path) {}

  private final ArrayDeque<Entry> recent = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();

  RequestLog() {}

  synchronized void add(Entry entry) {
    recent.addLast(entry);
    if (recent.size() > KEPT) {
      recent.removeFirst();
    }
    counts.merge(entry.verb() + " " + entry.resource(), 1L, Long::sum);
  }

  /** The latest 10000 requests, oldest first. */
  public synchronized List<Entry> recent() {
    return List.copyOf(recent);
  }

  /** All counters, keyed {@code "update computeinstances/status"}. */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** Since the start or the last {@link #reset}. */
  public synchronized long count(ApiVerb verb, String resource) {
    return counts.getOrDefault(verb + " " + resource, 0L);
  }

  /** Creates, updates, patches and deletes of this resource. */
  public synchronized long writes(String resource) {
    long writes = 0;
    for (ApiVerb verb : ApiVerb.values()) {
      writes += verb.writes() ? count(verb, resource) : 0;
    }
    return writes;
  }

  /** Back to zero. */
  public synchronized void reset() {
    recent.clear();
    counts.clear();
  }
}
