package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Namespaces and CRDs: what other objects live in, so they go only when those are gone. This stands
 * in for the two controllers that do it in a cluster.
 */
final class Containers {
  private final ObjectStore store;
  private final TypeRegistry types;

  Containers(ObjectStore store, TypeRegistry types) {
    this.store = store;
    this.types = types;
  }

  static boolean isContainer(ResourceType type) {
    return type.equals(BuiltInTypes.NAMESPACES)
        || type.equals(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS);
  }

  /**
   * @throws ApiFailure 404 when the namespace does not exist, 403 when it is going
   */
  void requireOpen(Target target) {
    if (target.namespace().isEmpty()) {
      return;
    }
    ObjectNode namespace = store.get(namespaceKey(target.namespace()));
    if (namespace == null) {
      throw ApiFailure.notFound(BuiltInTypes.NAMESPACES, target.namespace());
    }
    if (ObjectMeta.isDeleting(namespace)) {
      throw ApiFailure.terminating(target.type(), target.name(), target.namespace());
    }
  }

  List<ObjectStore.Key> contents(ResourceType type, String name) {
    if (type.equals(BuiltInTypes.NAMESPACES)) {
      return store.contents(name);
    }
    // a CRD is named like the storage of its resources
    return type.equals(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS)
        ? store.list(name, "").documents().stream().map(d -> keyOf(name, d)).toList()
        : List.of();
  }

  /** Completes what the cluster's controllers would write into a new or changed container. */
  void complete(ResourceType type, ObjectNode document) {
    if (type.equals(BuiltInTypes.NAMESPACES)) {
      String name = document.path("metadata").path("name").asText();
      Json.child(Json.metadata(document), "labels").put("kubernetes.io/metadata.name", name);
      Json.child(document, "status")
          .put("phase", ObjectMeta.isDeleting(document) ? "Terminating" : "Active");
    } else if (type.equals(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS)) {
      establish(document);
    }
  }

  private static void establish(ObjectNode crd) {
    List<ResourceType> served = CustomTypes.of(crd);
    ObjectNode status = Json.child(crd, "status");
    status.set("acceptedNames", crd.path("spec").path("names"));
    status.set("storedVersions", Json.array(List.of(served.get(0).version())));
    String since = crd.path("metadata").path("creationTimestamp").asText();
    var conditions = status.putArray("conditions");
    for (String type : List.of("NamesAccepted", "Established")) {
      conditions
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("reason", "Accepted")
          .put("message", "the embedded API serves it")
          .put("lastTransitionTime", since);
    }
  }

  /** The container is stored: from now on its types are served. */
  void opened(ResourceType type, ObjectNode document) {
    if (type.equals(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS)) {
      types.replace(document.path("metadata").path("name").asText(), CustomTypes.of(document));
    }
  }

  /** Something was removed: lets go of every container that only waited for that. */
  void settle() {
    settle(BuiltInTypes.NAMESPACES);
    settle(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS);
  }

  private void settle(ResourceType type) {
    for (ObjectNode document : store.list(type.storage(), "").documents()) {
      String name = document.path("metadata").path("name").asText();
      if (ObjectMeta.isDeleting(document)
          && ObjectMeta.finalizers(document).isEmpty()
          && contents(type, name).isEmpty()) {
        store.remove(new ObjectStore.Key(type.storage(), "", name), document.deepCopy());
        if (type.equals(BuiltInTypes.CUSTOM_RESOURCE_DEFINITIONS)) {
          types.replace(name, List.of());
        }
      }
    }
  }

  private static ObjectStore.Key namespaceKey(String name) {
    return new ObjectStore.Key(BuiltInTypes.NAMESPACES.storage(), "", name);
  }

  private static ObjectStore.Key keyOf(String storage, ObjectNode document) {
    var metadata = document.path("metadata");
    return new ObjectStore.Key(
        storage, Json.text(metadata, "namespace"), Json.text(metadata, "name"));
  }
}
