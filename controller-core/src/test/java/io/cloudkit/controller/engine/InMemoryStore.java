package io.cloudkit.controller.engine;

import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Resources in memory, whose compare-and-set is what Kubernetes promises. What goes wrong around
 * its calls is given by a test.
 */
final class InMemoryStore implements StatusStore {
  static final String FINALIZER = "example.com/engine";

  /** What happens around a status write. Throws to lose the write, or its answer. */
  interface Around {
    void write(ResourceStatus before, ResourceStatus next);
  }

  /** A resource as a test edits it. */
  record Machine(
      String uid,
      long generation,
      String size,
      boolean deleting,
      List<String> finalizers,
      Map<String, String> annotations,
      ResourceStatus status) {
    Machine with(ResourceStatus next) {
      return new Machine(uid, generation, size, deleting, finalizers, annotations, next);
    }

    Machine with(List<String> newFinalizers) {
      return new Machine(uid, generation, size, deleting, newFinalizers, annotations, status);
    }

    Machine wanting(String newSize) {
      return new Machine(uid, generation + 1, newSize, deleting, finalizers, annotations, status);
    }

    Machine deleted() {
      return new Machine(uid, generation, size, true, finalizers, annotations, status);
    }

    Machine without(String annotation) {
      Map<String, String> fewer = new HashMap<>(annotations);
      fewer.remove(annotation);
      return new Machine(uid, generation, size, deleting, finalizers, fewer, status);
    }

    Machine annotated(String name, String value) {
      Map<String, String> more = new HashMap<>(annotations);
      more.put(name, value);
      return new Machine(uid, generation, size, deleting, finalizers, more, status);
    }
  }

  private record Versioned(long version, Machine machine) {}

  private final Map<ResourceKey, Versioned> machines = new HashMap<>();
  private final List<String> log;
  private long lastVersion;
  private int lastUid;
  UnaryOperator<Optional<StoredResource>> cache = UnaryOperator.identity();
  Around beforeWrite = (before, next) -> {};
  Around afterWrite = (before, next) -> {};
  Runnable beforeRead = () -> {};
  Runnable beforeFinalizer = () -> {};
  Runnable afterFinalizer = () -> {};

  InMemoryStore(List<String> log) {
    this.log = log;
  }

  /** Creates a resource; one of that key that is there already vanishes without a trace. */
  String create(ResourceKey key, String size) {
    String uid = "uid-" + ++lastUid;
    put(key, new Machine(uid, 1, size, false, List.of(), Map.of(), ResourceStatus.EMPTY));
    return uid;
  }

  void vanish(ResourceKey key) {
    machines.remove(key);
  }

  void edit(ResourceKey key, UnaryOperator<Machine> change) {
    put(key, change.apply(machine(key).orElseThrow()));
  }

  Optional<Machine> machine(ResourceKey key) {
    return Optional.ofNullable(machines.get(key)).map(Versioned::machine);
  }

  ResourceStatus status(ResourceKey key) {
    return machine(key).orElseThrow().status();
  }

  private void put(ResourceKey key, Machine machine) {
    if (machine.deleting() && machine.finalizers().isEmpty()) {
      machines.remove(key);
    } else {
      machines.put(key, new Versioned(++lastVersion, machine));
    }
  }

  @Override
  public Optional<StoredResource> read(ResourceKey key) {
    return cache.apply(readFresh(key));
  }

  @Override
  public Optional<StoredResource> readFresh(ResourceKey key) {
    beforeRead.run();
    return Optional.ofNullable(machines.get(key)).map(each -> stored(key, each));
  }

  @Override
  public Saved compareAndSet(StoredResource seen, ResourceStatus next) {
    beforeWrite.write(seen.status(), next);
    Saved saved = write(seen, machine -> machine.with(next));
    saved.match(
        done -> log.add("wrote" + (next.launch().isPresent() ? " launch" : "")),
        () -> log.add("conflict"),
        () -> log.add("gone"));
    afterWrite.write(seen.status(), next);
    return saved;
  }

  @Override
  public Saved addFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    finalizers.add(FINALIZER);
    return writeFinalizers(seen, finalizers);
  }

  @Override
  public Saved removeFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    finalizers.remove(FINALIZER);
    return writeFinalizers(seen, finalizers);
  }

  private Saved writeFinalizers(StoredResource seen, List<String> finalizers) {
    beforeFinalizer.run();
    Saved saved = write(seen, machine -> machine.with(List.copyOf(finalizers)));
    afterFinalizer.run();
    return saved;
  }

  private Saved write(StoredResource seen, UnaryOperator<Machine> change) {
    Versioned now = machines.get(seen.key());
    if (now == null || !now.machine().uid().equals(seen.uid())) {
      return Saved.gone();
    }
    if (!String.valueOf(now.version()).equals(seen.resourceVersion())) {
      return Saved.conflict();
    }
    put(seen.key(), change.apply(now.machine()));
    Versioned written = machines.get(seen.key());
    return written == null ? Saved.gone() : Saved.as(stored(seen.key(), written));
  }

  private static StoredResource stored(ResourceKey key, Versioned versioned) {
    Machine machine = versioned.machine();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", key.name());
    metadata.put("namespace", key.namespace());
    metadata.put("uid", machine.uid());
    metadata.put("generation", machine.generation());
    metadata.put("finalizers", machine.finalizers());
    metadata.put("annotations", machine.annotations());
    if (machine.deleting()) {
      metadata.put("deletionTimestamp", "2026-01-01T00:00:00Z");
    }
    ResourceSnapshot snapshot =
        ResourceSnapshot.of(
            Map.of(
                "apiVersion",
                "example.com/v1",
                "kind",
                "Machine",
                "metadata",
                metadata,
                "spec",
                Map.of("size", machine.size())));
    return new StoredResource(key, String.valueOf(versioned.version()), snapshot, machine.status());
  }
}
