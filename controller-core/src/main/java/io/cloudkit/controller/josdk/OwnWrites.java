package io.cloudkit.controller.josdk;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.kubernetes.RawResource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process wrote and its watch has not shown yet. The framework's own memory of such
 * writes (5.2.3, {@code TemporaryResourceCache}) forgets the second of two writes when the first is
 * seen, and hides a later change by somebody else; here the larger resourceVersion wins, and
 * versions that are no numbers leave the word to the watch. Versions of one kind are comparable
 * across objects, so a watch that lags behind a namesake does not bring its predecessor back. What
 * this process let go stays gone. Holds at most one document for each resource. Thread-safe.
 *
 * @param <R> the kind
 */
final class OwnWrites<R extends RawResource> {
  private record Version(String uid, long number) {
    boolean isNewerThan(Version other) {
      return number > other.number;
    }
  }

  private final Map<ResourceKey, R> documents = new ConcurrentHashMap<>();
  private final Map<ResourceKey, Version> versions = new ConcurrentHashMap<>();
  private final Map<ResourceKey, String> ended = new ConcurrentHashMap<>();

  /** A resource as it was after a write. */
  void add(ResourceKey key, R written) {
    version(written)
        .ifPresent(
            version -> {
              versions.put(key, version);
              documents.put(key, written);
            });
  }

  /** A resource ended with what was written to it; its uid is never used again. */
  void addEnd(ResourceKey key, String uid) {
    documents.remove(key);
    ended.put(key, uid);
  }

  /** The newer one of the own write and what the watch shows. */
  Optional<R> newest(ResourceKey key, Optional<R> watched) {
    if (watched.filter(each -> hasEnded(key, each)).isPresent()) {
      return Optional.empty();
    }
    ended.remove(key);
    R own = documents.get(key);
    if (own == null) {
      return watched;
    }
    if (watched.filter(each -> isNewer(own, each)).isPresent()) {
      return Optional.of(own);
    }
    documents.remove(key, own);
    return watched;
  }

  private boolean hasEnded(ResourceKey key, R watched) {
    return Objects.requireNonNullElse(watched.getMetadata().getUid(), "").equals(ended.get(key));
  }

  /** Whether what the watch shows is not newer than the own write, and so holds no news. */
  boolean covers(ResourceKey key, R watched) {
    Version own = versions.get(key);
    Optional<Version> seen = version(watched);
    return own != null
        && seen.isPresent()
        && (own.equals(seen.get()) || own.isNewerThan(seen.get()));
  }

  void forget(ResourceKey key) {
    ended.remove(key);
    documents.remove(key);
    versions.remove(key);
  }

  private boolean isNewer(R own, R watched) {
    Optional<Version> other = version(watched);
    return version(own).flatMap(mine -> other.filter(mine::isNewerThan)).isPresent();
  }

  private Optional<Version> version(R resource) {
    String uid = Objects.requireNonNullElse(resource.getMetadata().getUid(), "");
    try {
      return Optional.of(
          new Version(uid, Long.parseLong(resource.getMetadata().getResourceVersion())));
    } catch (NumberFormatException opaque) {
      return Optional.empty();
    }
  }
}
