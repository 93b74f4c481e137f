package io.cloudkit.controller.engine;

import io.cloudkit.controller.status.ResourceStatus;
import java.util.Optional;

/**
 * Where resources and their status are kept. Every write is a compare-and-set on the version that
 * was read, sent once: a client that repeats a write by itself can conflict with its own first try.
 * All methods block, may be called from several threads, and throw {@link StoreException} when no
 * answer came.
 */
public interface StatusStore {

  /** The resource as it is known here, which may be a little old. */
  Optional<StoredResource> read(ResourceKey key);

  /** The resource as it is now, by asking the source of truth. */
  Optional<StoredResource> readFresh(ResourceKey key);

  /**
   * Writes the engine's part of the status if the resource has not changed since it was read. What
   * others wrote into the status stays byte for byte.
   */
  Saved compareAndSet(StoredResource seen, ResourceStatus next);

  /** Adds the engine's finalizer if the resource has not changed since it was read. */
  Saved addFinalizer(StoredResource seen);

  /**
   * Removes the engine's finalizer if the resource has not changed since it was read.
   *
   * @return {@code gone} also when the resource vanished by this
   */
  Saved removeFinalizer(StoredResource seen);
}
