package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The documents, one counter of versions for all of them, and the bounded history that watches read
 * from. What is in here is never modified: a change puts another document. Thread-safe; a group of
 * calls is atomic inside {@link #transact}.
 */
final class ObjectStore {
  /** The real server's versions are etcd revisions, which never start at the beginning either. */
  private static final long FIRST_VERSION = 100;

  record Key(String storage, String namespace, String name) {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::storage).thenComparing(Key::namespace).thenComparing(Key::name);
  }

  enum ChangeType {
    ADDED,
    MODIFIED,
    DELETED
  }

  /**
   * @param before what was there; for ADDED the document itself
   * @param document what is there now; for DELETED the last state, with the version of its end
   */
  record Change(long version, ChangeType type, Key key, ObjectNode before, ObjectNode document) {}

  record Snapshot(long version, List<ObjectNode> documents) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final NavigableMap<Key, ObjectNode> documents = new TreeMap<>(Key.ORDER);
  private final NavigableMap<Long, Change> history = new TreeMap<>();
  private final int historyLimit;
  private long version = FIRST_VERSION;
  private long horizon = FIRST_VERSION - 1;

  ObjectStore(int historyLimit) {
    this.historyLimit = historyLimit;
  }

  <T> T transact(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  long version() {
    return transact(() -> version);
  }

  @Nullable ObjectNode get(Key key) {
    lock.lock();
    try {
      return documents.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** An empty namespace lists them all. Sorted by namespace and name. */
  Snapshot list(String storage, String namespace) {
    return transact(
        () -> {
          List<ObjectNode> found = new ArrayList<>();
          NavigableMap<Key, ObjectNode> shelf =
              documents.tailMap(new Key(storage, namespace, ""), true);
          for (var entry : shelf.entrySet()) {
            Key key = entry.getKey();
            if (!key.storage().equals(storage)
                || (!namespace.isEmpty() && !key.namespace().equals(namespace))) {
              break;
            }
            found.add(entry.getValue());
          }
          return new Snapshot(version, found);
        });
  }

  /** Everything in a namespace, of every type. */
  List<Key> contents(String namespace) {
    return transact(
        () -> documents.keySet().stream().filter(k -> k.namespace().equals(namespace)).toList());
  }

  /** Stores the document, which the caller gives away, under a new version written into it. */
  ObjectNode put(Key key, ObjectNode document) {
    return transact(
        () -> {
          stamp(document);
          ObjectNode before = documents.put(key, document);
          record(
              new Change(
                  version,
                  before == null ? ChangeType.ADDED : ChangeType.MODIFIED,
                  key,
                  before == null ? document : before,
                  document));
          return document;
        });
  }

  /** Removes what is there; {@code last}, given away too, is the state that watches see go. */
  ObjectNode remove(Key key, ObjectNode last) {
    return transact(
        () -> {
          stamp(last);
          ObjectNode before = documents.remove(key);
          record(
              new Change(version, ChangeType.DELETED, key, before == null ? last : before, last));
          return last;
        });
  }

  private void stamp(ObjectNode document) {
    version++;
    Json.metadata(document).put("resourceVersion", Long.toString(version));
  }

  private void record(Change change) {
    history.put(change.version(), change);
    while (history.size() > historyLimit) {
      horizon = history.pollFirstEntry().getKey();
    }
    changed.signalAll();
  }

  /** Changes after a version, and the version up to which they are complete. */
  record News(long upTo, List<Change> changes) {}

  /**
   * What came after {@code since}; waits for something to come, or for {@link #wakeWatches}.
   *
   * @throws ApiFailure 410 when the history does not reach back that far
   */
  @SuppressWarnings("WaitNotInLoop") // a caller that is woken for nothing asks again
  News await(long since, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (since >= version) {
        changed.await(atMost.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
      }
      if (since < horizon) {
        throw ApiFailure.expired(since, horizon);
      }
      return new News(
          Math.max(version, since), List.copyOf(history.tailMap(since, false).values()));
    } finally {
      lock.unlock();
    }
  }

  void wakeWatches() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
