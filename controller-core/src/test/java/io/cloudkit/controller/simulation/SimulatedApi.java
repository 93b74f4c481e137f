package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.StoredResource;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One resource in an API server whose compare-and-set is what Kubernetes promises. */
final class SimulatedApi {
  static final ResourceKey KEY = new ResourceKey("ns", "vm");
  static final String FINALIZER = "example.com/engine";

  /** The resource at one version. */
  record Version(
      String uid,
      long resourceVersion,
      long generation,
      String size,
      boolean deleting,
      List<String> finalizers,
      Map<String, String> annotations,
      ResourceStatus status) {

    StoredResource stored() {
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("name", KEY.name());
      metadata.put("namespace", KEY.namespace());
      metadata.put("uid", uid);
      metadata.put("generation", generation);
      metadata.put("finalizers", finalizers);
      metadata.put("annotations", annotations);
      if (deleting) {
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
                  Map.of("size", size)));
      return new StoredResource(KEY, String.valueOf(resourceVersion), snapshot, status);
    }
  }

  private final List<Optional<Version>> history = new ArrayList<>();
  private final Set<String> permittedClaims = new HashSet<>();
  private final List<String> violations = new ArrayList<>();
  private boolean released;
  private long lastVersion;
  private int lastUid;

  SimulatedApi() {
    history.add(Optional.empty());
  }

  void create(String size) {
    put(
        new Version(
            "uid-" + ++lastUid, 0, 1, size, false, List.of(), Map.of(), ResourceStatus.EMPTY));
  }

  Optional<Version> now() {
    return history.get(history.size() - 1);
  }

  /** The newest version's place in the history, for caches that lag. */
  int newest() {
    return history.size() - 1;
  }

  Optional<Version> at(int place) {
    return history.get(place);
  }

  /** What a user, or a controller, does to the resource as it is now. */
  void edit(UnaryOperator<Version> change) {
    now().map(change).ifPresent(this::put);
  }

  void setSize(String size) {
    edit(
        old ->
            new Version(
                old.uid,
                0,
                old.size.equals(size) ? old.generation : old.generation + 1,
                size,
                old.deleting,
                old.finalizers,
                old.annotations,
                old.status));
  }

  void annotate(String name, String value) {
    edit(
        old -> {
          Map<String, String> annotations = new HashMap<>(old.annotations);
          annotations.put(name, value);
          return new Version(
              old.uid,
              0,
              old.generation,
              old.size,
              old.deleting,
              old.finalizers,
              Map.copyOf(annotations),
              old.status);
        });
  }

  void delete() {
    edit(
        old ->
            new Version(
                old.uid,
                0,
                old.generation,
                old.size,
                true,
                old.finalizers,
                old.annotations,
                old.status));
  }

  /** The engine lets the resource go. */
  void release(List<String> finalizers) {
    released = true;
    setFinalizers(finalizers);
  }

  /** Whether it is gone because the engine let it go, and not by force. */
  boolean isReleased() {
    return released && now().isEmpty();
  }

  void setFinalizers(List<String> finalizers) {
    edit(
        old ->
            new Version(
                old.uid,
                0,
                old.generation,
                old.size,
                old.deleting,
                finalizers,
                old.annotations,
                old.status));
  }

  /** Writes a status if the resource is still at that version. */
  boolean compareAndSetStatus(String uid, String resourceVersion, ResourceStatus status) {
    Optional<Version> now = current(uid, resourceVersion);
    now.ifPresent(
        old -> {
          judgePermission(old, status);
          put(
              new Version(
                  old.uid,
                  0,
                  old.generation,
                  old.size,
                  old.deleting,
                  old.finalizers,
                  old.annotations,
                  status));
        });
    return now.isPresent();
  }

  Optional<Version> current(String uid, String resourceVersion) {
    return now()
        .filter(each -> each.uid.equals(uid))
        .filter(each -> String.valueOf(each.resourceVersion).equals(resourceVersion));
  }

  private void judgePermission(Version old, ResourceStatus status) {
    Optional<Launch> launch = status.launch();
    if (launch.isEmpty() || launch.equals(old.status.launch())) {
      return;
    }
    if (!permittedClaims.add(launch.get().claim())) {
      violations.add("L1: the claim " + launch.get().claim() + " was permitted twice");
    }
    if (launch.get().type() == JobType.PROVISION && old.deleting) {
      violations.add("X2: a provision was permitted after deletion began");
    }
    if (old.status.launch().isPresent()
        && !old.status.launch().get().operation().equals(launch.get().operation())) {
      violations.add("L1: a launch took the place of another operation's unresolved launch");
    }
  }

  boolean wasPermitted(String claim) {
    return permittedClaims.contains(claim);
  }

  List<String> violations() {
    return violations;
  }

  private void put(Version version) {
    boolean gone = version.deleting && version.finalizers.isEmpty();
    Version numbered =
        new Version(
            version.uid,
            ++lastVersion,
            version.generation,
            version.size,
            version.deleting,
            version.finalizers,
            version.annotations,
            version.status);
    history.add(gone ? Optional.empty() : Optional.of(numbered));
  }
}
