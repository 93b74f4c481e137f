package io.cloudkit.controller.josdk;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.kubernetes.RawResource;
import io.cloudkit.controller.kubernetes.ResourceCache;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The framework's cache and its door bell. Own writes enter the cache at once, so that a step reads
 * what the last one wrote, and do not ring. Thread-safe.
 *
 * @param <R> the kind
 */
final class Watched<R extends RawResource> implements ResourceCache<R> {
  private static final int MAX_EARLY = 100_000;

  private final DoorBell<R> bell = new DoorBell<>();
  private final OwnWrites<R> ownWrites = new OwnWrites<>();
  private final Set<ResourceKey> early = new HashSet<>();
  private boolean started;
  private volatile @Nullable ControllerEventSource<R> cache;

  DoorBell<R> bell() {
    return bell;
  }

  void use(ControllerEventSource<R> source) {
    cache = source;
  }

  @Override
  public Optional<R> find(ResourceKey key) {
    return ownWrites.newest(key, shown(key));
  }

  private Optional<R> shown(ResourceKey key) {
    ControllerEventSource<R> source = cache;
    return source == null ? Optional.empty() : source.get(id(key));
  }

  Stream<R> all() {
    ControllerEventSource<R> source = cache;
    return source == null ? Stream.of() : source.list();
  }

  @Override
  public void written(R resource) {
    ownWrites.add(key(resource), resource);
  }

  @Override
  public void ended(ResourceKey key, String uid) {
    ownWrites.addEnd(key, uid);
  }

  /** A resource is gone; a namesake may be there already. */
  void gone(ResourceKey key) {
    if (shown(key).isEmpty()) {
      ownWrites.forget(key);
    }
  }

  /**
   * Whether a change is worth a step: what a user, a playbook or a person changed, not what we
   * wrote.
   */
  boolean isWorthAStep(R now, R before) {
    if (ownWrites.covers(key(now), now)) {
      return false;
    }
    ObjectMeta meta = now.getMetadata();
    ObjectMeta old = before.getMetadata();
    return !Objects.equals(meta.getUid(), old.getUid())
        || !Objects.equals(meta.getGeneration(), old.getGeneration())
        || !Objects.equals(meta.getDeletionTimestamp(), old.getDeletionTimestamp())
        || !Objects.equals(meta.getLabels(), old.getLabels())
        || !Objects.equals(meta.getAnnotations(), old.getAnnotations())
        || !Objects.equals(meta.getFinalizers(), old.getFinalizers())
        || !Objects.equals(now.getStatus(), before.getStatus());
  }

  /** Rings for a resource; what rings before the framework listens is kept until it does. */
  void wake(ResourceKey key) {
    synchronized (early) {
      if (!started) {
        if (early.size() < MAX_EARLY) {
          early.add(key);
        }
        return;
      }
    }
    find(key).ifPresent(bell::ring);
  }

  void wakeAll() {
    all().forEach(resource -> wake(key(resource)));
  }

  void started() {
    Set<ResourceKey> kept;
    synchronized (early) {
      started = true;
      kept = Set.copyOf(early);
      early.clear();
    }
    kept.forEach(this::wake);
  }

  static ResourceKey key(RawResource resource) {
    return new ResourceKey(
        Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
        resource.getMetadata().getName());
  }

  private static ResourceID id(ResourceKey key) {
    return key.namespace().isEmpty()
        ? new ResourceID(key.name())
        : new ResourceID(key.name(), key.namespace());
  }
}
