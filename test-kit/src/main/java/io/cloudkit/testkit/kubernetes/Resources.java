package io.cloudkit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.ApiFailure.Cause;
import io.cloudkit.testkit.kubernetes.ResourceType.Trait;
import java.util.List;
import java.util.Objects;

/**
 * Creating and changing objects by the rules of the real server. Every method is atomic; documents
 * given in are left alone, documents given out are what is stored: do not modify them.
 */
final class Resources {
  enum Happened {
    CREATED,
    UPDATED
  }

  record Written(Happened happened, ObjectNode document) {}

  private final ObjectStore store;
  private final ObjectMeta meta;
  private final Containers containers;

  Resources(ObjectStore store, ObjectMeta meta, Containers containers) {
    this.store = store;
    this.meta = meta;
    this.containers = containers;
  }

  ObjectNode read(Target target) {
    ObjectNode document = store.get(target.key());
    if (document == null) {
      throw ApiFailure.notFound(target.type(), target.name());
    }
    return document;
  }

  ObjectNode create(Target target, ObjectNode body, WriteOptions options) {
    checkBelongs(target, body);
    return store.transact(
        () -> {
          ResourceType type = target.type();
          ObjectNode document = body.deepCopy();
          Target named = target.named(meta.initialize(document, target));
          containers.requireOpen(named);
          if (type.has(Trait.STATUS)) {
            document.remove("status");
          }
          conform(named, document, options);
          containers.complete(type, document);
          if (store.get(named.key()) != null) {
            throw ApiFailure.alreadyExists(type, named.name());
          }
          return options.isDryRun() ? document : commit(named, document);
        });
  }

  Written replace(Target target, ObjectNode body, WriteOptions options) {
    checkBelongs(target, body);
    checkName(target, body);
    return store.transact(
        () -> {
          ResourceType type = target.type();
          ObjectNode old = store.get(target.key());
          String wanted = Json.text(body.path("metadata"), "uid");
          String found = old == null ? "" : Json.text(old.path("metadata"), "uid");
          // the uid of a PUT is a precondition; of an object that is gone only where a PUT could
          // create it: for a custom resource kube-apiserver 1.34.1 answers 404
          boolean counts = old != null || type.has(Trait.CREATE_ON_UPDATE);
          if (counts && !wanted.isEmpty() && !wanted.equals(found)) {
            throw ApiFailure.conflict(type, target.name(), uidMismatch(wanted, found));
          }
          if (old != null) {
            return new Written(Happened.UPDATED, update(target, old, body.deepCopy(), options));
          }
          if (type.has(Trait.CREATE_ON_UPDATE) && target.subresource().isEmpty()) {
            return new Written(Happened.CREATED, create(target, body, options));
          }
          throw ApiFailure.notFound(type, target.name());
        });
  }

  static String uidMismatch(String wanted, String found) {
    return "Precondition failed: UID in precondition: %s, UID in object meta: %s"
        .formatted(wanted, found);
  }

  Written patch(Target target, PatchType kind, JsonNode patch, WriteOptions options) {
    return store.transact(
        () -> {
          ObjectNode old = store.get(target.key());
          if (old == null && kind == PatchType.APPLY && target.subresource().isEmpty()) {
            ObjectNode body = kind.applied(Json.object(), patch, target.type());
            Json.metadata(body).put("name", target.name());
            return new Written(Happened.CREATED, create(target, body, options));
          }
          if (old == null) {
            throw ApiFailure.notFound(target.type(), target.name());
          }
          ObjectNode shown = EventForms.shown(target.type(), old);
          ObjectNode candidate = kind.applied(shown, patch, target.type());
          checkBelongs(target, candidate);
          checkName(target, candidate);
          return new Written(
              Happened.UPDATED,
              update(target, old, EventForms.stored(target.type(), candidate), options));
        });
  }

  private ObjectNode update(
      Target target, ObjectNode old, ObjectNode candidate, WriteOptions options) {
    ResourceType type = target.type();
    checkVersion(target, old, candidate);
    ObjectNode next = candidate;
    if (target.isStatus()) {
      next = old.deepCopy();
      copyStatus(candidate, next);
    } else if (type.has(Trait.STATUS)) {
      copyStatus(old, next);
    }
    ObjectMeta.carryOver(type, old, next);
    conform(target, next, options);
    ObjectMeta.countGeneration(type, old, next);
    if (next.equals(old)) {
      return old; // the real server stores nothing, and no watch hears of it
    }
    if (options.isDryRun()) {
      return next;
    }
    if (isGone(target, next)) {
      return drop(target, next);
    }
    containers.complete(type, next);
    return commit(target, next);
  }

  private static void copyStatus(ObjectNode from, ObjectNode to) {
    JsonNode status = from.get("status");
    if (status == null || status.isNull()) {
      to.remove("status");
    } else {
      to.set("status", status.deepCopy());
    }
  }

  boolean isGone(Target target, ObjectNode document) {
    return ObjectMeta.isDeleting(document)
        && ObjectMeta.finalizers(document).isEmpty()
        && containers.contents(target.type(), target.name()).isEmpty();
  }

  ObjectNode commit(Target target, ObjectNode document) {
    ObjectNode stored = store.put(target.key(), document);
    containers.opened(target.type(), stored);
    return stored;
  }

  /** Removes an object for good; {@code last} is what watches see of it. */
  ObjectNode drop(Target target, ObjectNode last) {
    ObjectStore.Key key = target.key();
    ObjectNode marked = last.deepCopy();
    if (Containers.isContainer(target.type()) && !ObjectMeta.isDeleting(marked)) {
      meta.markDeleting(marked);
    }
    if (Containers.isContainer(target.type())) {
      store.put(key, marked);
    } else {
      store.remove(key, marked);
    }
    containers.settle();
    return marked;
  }

  private static void checkVersion(Target target, ObjectNode old, ObjectNode candidate) {
    String wanted = Json.text(candidate.path("metadata"), "resourceVersion");
    boolean absent = wanted.isEmpty() || wanted.equals("0");
    if (absent && !target.type().has(Trait.UNCONDITIONAL_UPDATE)) {
      Cause missing =
          Cause.invalid("metadata.resourceVersion", "0x0", "must be specified for an update");
      throw ApiFailure.invalid(target.type(), target.name(), List.of(missing));
    }
    if (!absent && !Objects.equals(wanted, Json.text(old.path("metadata"), "resourceVersion"))) {
      throw ApiFailure.stale(target.type(), target.name());
    }
  }

  private static void conform(Target target, ObjectNode document, WriteOptions options) {
    JsonNode schema = target.type().schema();
    if (schema == null) {
      return;
    }
    options.unknownFields(target.type(), Schema.prune(document, schema));
    Schema.applyDefaults(document, schema);
    List<Cause> causes = Schema.check(document, schema);
    if (!causes.isEmpty()) {
      throw ApiFailure.invalid(target.type(), target.name(), causes);
    }
  }

  /** Kind, apiVersion and namespace must be those of the URL; absent ones are filled in. */
  private static void checkBelongs(Target target, ObjectNode body) {
    ResourceType type = target.type();
    String kind = Json.text(body, "kind");
    String apiVersion = Json.text(body, "apiVersion");
    if (type.has(Trait.CUSTOM) && (kind.isEmpty() || apiVersion.isEmpty())) {
      throw ApiFailure.badRequest("Object 'Kind' or 'apiVersion' is missing in the body");
    }
    if ((!kind.isEmpty() && !kind.equals(type.kind()))
        || (!apiVersion.isEmpty()
            && !apiVersion.equals(type.apiVersion())
            && !type.equals(BuiltInTypes.EVENTS_K8S_IO))) {
      throw ApiFailure.badRequest(
          "%s in version \"%s\" cannot be handled as a %s of %s"
              .formatted(kind, apiVersion, type.kind(), type.apiVersion()));
    }
    String namespace = Json.text(body.path("metadata"), "namespace");
    if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void checkName(Target target, ObjectNode body) {
    String name = Json.text(body.path("metadata"), "name");
    if (!name.equals(target.name())) {
      throw ApiFailure.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, target.name()));
    }
  }
}
