package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Deleting objects: with finalizers they are marked and stay until the last one is taken away,
 * without they go at once. Propagation policies and grace periods are ignored.
 */
final class Deletions {
  private final ObjectStore store;
  private final TypeRegistry types;
  private final ObjectMeta meta;
  private final Containers containers;
  private final Resources resources;

  Deletions(
      ObjectStore store,
      TypeRegistry types,
      ObjectMeta meta,
      Containers containers,
      Resources resources) {
    this.store = store;
    this.types = types;
    this.meta = meta;
    this.containers = containers;
    this.resources = resources;
  }

  /** The answer: the marked object, or a Status when the object is gone. */
  ObjectNode delete(Target target, JsonNode deleteOptions, WriteOptions options) {
    return store.transact(
        () -> {
          ObjectNode old = resources.read(target);
          checkPreconditions(target, old, deleteOptions.path("preconditions"));
          return options.isDryRun() ? old : end(target, old);
        });
  }

  void deleteAll(List<Target> targets, WriteOptions options) {
    store.transact(
        () -> {
          targets.forEach(target -> delete(target, Json.object(), options));
          return targets;
        });
  }

  private ObjectNode end(Target target, ObjectNode old) {
    List<ObjectStore.Key> contents = containers.contents(target.type(), target.name());
    if (ObjectMeta.finalizers(old).isEmpty() && contents.isEmpty()) {
      resources.drop(target, old);
      return gone(target, old);
    }
    if (ObjectMeta.isDeleting(old)) {
      return old;
    }
    ObjectNode marked = old.deepCopy();
    meta.markDeleting(marked);
    containers.complete(target.type(), marked);
    ObjectNode stored = resources.commit(target, marked);
    contents.forEach(this::endContent);
    containers.settle();
    return stored;
  }

  private void endContent(ObjectStore.Key key) {
    ObjectNode document = store.get(key);
    if (document != null) {
      types
          .viewOf(key.storage())
          .ifPresent(type -> end(new Target(type, key.namespace(), key.name(), ""), document));
    }
  }

  private static void checkPreconditions(Target target, ObjectNode old, JsonNode wanted) {
    JsonNode metadata = old.path("metadata");
    String uid = Json.text(wanted, "uid");
    if (!uid.isEmpty() && !uid.equals(Json.text(metadata, "uid"))) {
      String why = Resources.uidMismatch(uid, Json.text(metadata, "uid"));
      throw ApiFailure.conflict(target.type(), target.name(), why);
    }
    String version = Json.text(wanted, "resourceVersion");
    String found = Json.text(metadata, "resourceVersion");
    if (!version.isEmpty() && !version.equals(found)) {
      String why =
          "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object"
              + " meta: %s";
      throw ApiFailure.conflict(target.type(), target.name(), why.formatted(version, found));
    }
  }

  private static ObjectNode gone(Target target, ObjectNode old) {
    ObjectNode status = ApiFailure.statusOf("Success");
    ObjectNode details = status.putObject("details").put("name", target.name());
    if (!target.type().group().isEmpty()) {
      details.put("group", target.type().group());
    }
    details.put("kind", target.type().plural());
    details.put("uid", Json.text(old.path("metadata"), "uid"));
    return status;
  }
}
