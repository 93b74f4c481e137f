package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.StoredResource;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Resources in an API server whose compare-and-set is what Kubernetes promises. */
final class SimulatedApi {
  static final String FINALIZER = "example.com/engine";
  static final String PREFIX = "cloudkit.openshift.io/";

  /** Sees what the engine writes, when it is written. */
  interface Witness {
    void writesStatus(String writer, Version before, ResourceStatus after);

    /** The engine took its finalizer off a resource that goes. */
    void releases(Version last);

    /** The resource is there no more. */
    void vanishes(String uid);
  }

  /** The resource at one version. */
  record Version(
      ResourceKey key,
      String uid,
      long resourceVersion,
      long generation,
      String size,
      boolean deleting,
      List<String> finalizers,
      Map<String, String> annotations,
      ResourceStatus status) {

    Version wanting(String newSize) {
      long next = size.equals(newSize) ? generation : generation + 1;
      return new Version(key, uid, 0, next, newSize, deleting, finalizers, annotations, status);
    }

    /** Its spec changes in what asks for no job. */
    Version restarted() {
      return new Version(
          key, uid, 0, generation + 1, size, deleting, finalizers, annotations, status);
    }

    Version deleted() {
      return new Version(key, uid, 0, generation, size, true, finalizers, annotations, status);
    }

    Version with(List<String> newFinalizers) {
      return new Version(
          key, uid, 0, generation, size, deleting, newFinalizers, annotations, status);
    }

    Version with(ResourceStatus next) {
      return new Version(key, uid, 0, generation, size, deleting, finalizers, annotations, next);
    }

    Version annotated(Map<String, String> all) {
      return new Version(
          key, uid, 0, generation, size, deleting, finalizers, Map.copyOf(all), status);
    }

    private Version numbered(long version) {
      return new Version(
          key, uid, version, generation, size, deleting, finalizers, annotations, status);
    }

    boolean hasFinalizer() {
      return finalizers.contains(FINALIZER);
    }

    /** Whether a client that reads no status reads the same of both. */
    private boolean isBesideItsStatus(Version other) {
      return uid.equals(other.uid)
          && generation == other.generation
          && size.equals(other.size)
          && deleting == other.deleting
          && finalizers.equals(other.finalizers)
          && annotations.equals(other.annotations);
    }

    /** As a client reads it. */
    private ResourceSnapshot document(Optional<StatusForProviders> statuses) {
      Map<String, Object> metadata = new HashMap<>();
      metadata.put("name", key.name());
      metadata.put("namespace", key.namespace());
      metadata.put("uid", uid);
      metadata.put("generation", generation);
      metadata.put("finalizers", finalizers);
      metadata.put("annotations", annotations);
      if (deleting) {
        metadata.put("deletionTimestamp", "2026-01-01T00:00:00Z");
      }
      Map<String, Object> document = new HashMap<>();
      document.put("apiVersion", "example.com/v1");
      document.put("kind", "Machine");
      document.put("metadata", metadata);
      document.put("spec", Map.of("size", size));
      statuses.ifPresent(each -> document.put("status", each.of(status)));
      return ResourceSnapshot.of(document);
    }
  }

  /** What was read last of a resource. */
  private record LastRead(Version version, ResourceSnapshot document) {}

  private final Map<ResourceKey, List<Optional<Version>>> histories = new HashMap<>();
  private final Witness witness;
  private final Map<String, ResourceKey> keys = new HashMap<>();
  private final Map<Long, StoredResource> stored = new HashMap<>();
  private final Map<ResourceKey, LastRead> lastRead = new HashMap<>();
  private final Optional<StatusForProviders> statuses;
  private long lastVersion;
  private int lastUid;

  /** One whose resources are read without their status. */
  SimulatedApi(Witness witness) {
    this(witness, Optional.empty());
  }

  /** One whose resources are read with what of their status providers may read. */
  SimulatedApi(Witness witness, StatusForProviders statuses) {
    this(witness, Optional.of(statuses));
  }

  private SimulatedApi(Witness witness, Optional<StatusForProviders> statuses) {
    this.witness = witness;
    this.statuses = statuses;
  }

  /** A new resource, with these finalizers and annotations as if restored from a backup. */
  Version create(
      ResourceKey key, String size, List<String> finalizers, Map<String, String> annotations) {
    String uid = "uid-" + ++lastUid;
    keys.put(uid, key);
    put(new Version(key, uid, 0, 1, size, false, finalizers, annotations, ResourceStatus.EMPTY));
    return now(key).orElseThrow();
  }

  /** That version as a client reads it. */
  StoredResource read(Version version) {
    return stored.computeIfAbsent(
        version.resourceVersion,
        any ->
            new StoredResource(
                version.key,
                String.valueOf(version.resourceVersion),
                document(version),
                version.status));
  }

  /** Most versions differ from the one before by their status alone. */
  private ResourceSnapshot document(Version version) {
    LastRead last = lastRead.get(version.key);
    if (statuses.isEmpty() && last != null && last.version.isBesideItsStatus(version)) {
      return last.document;
    }
    ResourceSnapshot document = version.document(statuses);
    lastRead.put(version.key, new LastRead(version, document));
    return document;
  }

  /** The resource that has the name of that one now: itself, or a namesake. */
  Optional<Version> named(String uid) {
    return Optional.ofNullable(keys.get(uid)).flatMap(this::now);
  }

  Optional<Version> now(ResourceKey key) {
    List<Optional<Version>> history = history(key);
    return history.get(history.size() - 1);
  }

  /** The newest version's place in the history, for caches that lag. */
  int newest(ResourceKey key) {
    return history(key).size() - 1;
  }

  Optional<Version> at(ResourceKey key, int place) {
    return history(key).get(place);
  }

  private List<Optional<Version>> history(ResourceKey key) {
    List<Optional<Version>> known = histories.get(key);
    return known == null ? begin(key) : known;
  }

  private List<Optional<Version>> begin(ResourceKey key) {
    List<Optional<Version>> history = new ArrayList<>(List.of(Optional.empty()));
    histories.put(key, history);
    return history;
  }

  /** What a user, or a controller, does to the resource as it is now. */
  void edit(ResourceKey key, UnaryOperator<Version> change) {
    now(key).map(change).ifPresent(this::put);
  }

  void annotate(ResourceKey key, String name, String value) {
    edit(
        key,
        old -> {
          Map<String, String> more = new HashMap<>(old.annotations);
          more.put(PREFIX + name, value);
          return old.annotated(more);
        });
  }

  void dropAnnotation(ResourceKey key, String name) {
    edit(
        key,
        old -> {
          Map<String, String> fewer = new HashMap<>(old.annotations);
          fewer.remove(PREFIX + name);
          return old.annotated(fewer);
        });
  }

  /** Deleted, and all finalizers removed by hand. */
  void forceAway(ResourceKey key) {
    edit(key, Version::deleted);
    edit(key, old -> old.with(List.of()));
  }

  /** The engine lets the resource go. */
  void release(ResourceKey key, List<String> finalizers) {
    Version last = now(key).orElseThrow();
    edit(key, old -> old.with(finalizers));
    witness.releases(last);
  }

  /** Writes a status if the resource is still at that version; answers with what was written. */
  Optional<Version> compareAndSetStatus(String writer, StoredResource seen, ResourceStatus status) {
    return current(seen)
        .flatMap(
            old -> {
              put(old.with(status));
              witness.writesStatus(writer, old, status);
              return now(seen.key());
            });
  }

  Optional<Version> current(StoredResource seen) {
    return now(seen.key())
        .filter(each -> each.uid.equals(seen.uid()))
        .filter(each -> String.valueOf(each.resourceVersion).equals(seen.resourceVersion()));
  }

  private void put(Version version) {
    boolean gone = version.deleting && version.finalizers.isEmpty();
    if (gone) {
      witness.vanishes(version.uid);
    }
    history(version.key)
        .add(gone ? Optional.empty() : Optional.of(version.numbered(++lastVersion)));
  }
}
