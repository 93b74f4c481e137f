package io.cloudkit.controller.engine;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What this process remembers, by resource: one entry for each resource that exists. Thread-safe.
 */
final class Memories {
  private final Map<ResourceKey, Memory> byKey = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  Memories(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  Memory of(ResourceKey key, String uid) {
    return byKey.computeIfAbsent(key, any -> new Memory(uid, nanoTime));
  }

  /** The memory of an earlier resource of that key, which is taken out. */
  Optional<Memory> replaced(ResourceKey key, String uid) {
    Memory memory = byKey.get(key);
    if (memory == null || memory.uid().equals(uid)) {
      return Optional.empty();
    }
    byKey.remove(key, memory);
    return Optional.of(memory);
  }

  Optional<Memory> at(ResourceKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  Optional<Memory> forget(ResourceKey key) {
    return Optional.ofNullable(byKey.remove(key));
  }

  Collection<Map.Entry<ResourceKey, Memory>> all() {
    return byKey.entrySet();
  }
}
