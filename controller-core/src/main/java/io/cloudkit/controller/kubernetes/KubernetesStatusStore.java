package io.cloudkit.controller.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.Saved;
import io.cloudkit.controller.engine.StatusStore;
import io.cloudkit.controller.engine.StoreException;
import io.cloudkit.controller.engine.StoredResource;
import io.cloudkit.controller.status.ResourceStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the status in the resource itself. Every write carries the resourceVersion that was read,
 * is sent once, and replaces the engine's fields alone: a typed write would erase what others
 * wrote, and a null resourceVersion would silently become the newest (fabric8 7.5.2, {@code
 * HasMetadataOperation.update}). A refusal for another reason than the version is a {@link
 * StoreException}, like an answer that did not come. Thread-safe.
 *
 * @param <R> the type of the resources
 */
public final class KubernetesStatusStore<R extends RawResource> implements StatusStore {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final Class<R> type;
  private final String finalizer;
  private final ResourceCache<R> cache;

  /**
   * A store.
   *
   * @param client one that repeats nothing by itself: {@link StrictClient}
   * @param cache read from, and told of each write
   */
  public KubernetesStatusStore(
      KubernetesClient client, Class<R> type, String finalizer, ResourceCache<R> cache) {
    this.client = client;
    this.type = type;
    this.finalizer = finalizer;
    this.cache = cache;
  }

  @Override
  public Optional<StoredResource> read(ResourceKey key) {
    return cache.find(key).map(KubernetesStatusStore::stored);
  }

  @Override
  public Optional<StoredResource> readFresh(ResourceKey key) {
    return asked("read " + key, () -> Optional.ofNullable(named(key).get()))
        .map(KubernetesStatusStore::stored);
  }

  @Override
  public Saved compareAndSet(StoredResource seen, ResourceStatus next) {
    return answer(
        seen,
        "status",
        () -> {
          R document = document(seen);
          document.setStatus(StatusJson.write(document.getStatus(), next));
          return told(client.resource(document).updateStatus());
        });
  }

  @Override
  public Saved addFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    if (finalizers.contains(finalizer)) {
      return Saved.as(seen);
    }
    finalizers.add(finalizer);
    return finalizers(seen, finalizers);
  }

  @Override
  public Saved removeFinalizer(StoredResource seen) {
    List<String> finalizers = new ArrayList<>(seen.snapshot().finalizers());
    if (!finalizers.remove(finalizer)) {
      return Saved.as(seen);
    }
    boolean vanishes = finalizers.isEmpty() && seen.snapshot().isDeleting();
    return vanishes
        ? answer(
            seen,
            "finalizers",
            () -> {
              R unused = patched(seen, finalizers);
              cache.ended(seen.key(), seen.uid());
              return Saved.gone();
            })
        : finalizers(seen, finalizers);
  }

  private Saved finalizers(StoredResource seen, List<String> finalizers) {
    return answer(seen, "finalizers", () -> told(patched(seen, finalizers)));
  }

  private R patched(StoredResource seen, List<String> finalizers) {
    ObjectNode patch = RawResource.mapper().createObjectNode();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("uid", seen.uid());
    metadata.put("resourceVersion", seen.resourceVersion());
    ArrayNode list = metadata.putArray("finalizers");
    finalizers.forEach(list::add);
    // with the document at hand: a patch by name alone is read, then sent
    return client
        .resource(document(seen))
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
  }

  /**
   * The document as it was read, from the snapshot: its status is the one that was decided upon.
   */
  private R document(StoredResource seen) {
    return RawResource.mapper().convertValue(seen.snapshot().document(), type);
  }

  /** The cache is told before anybody reads again. */
  private Saved told(R now) {
    cache.written(now);
    return Saved.as(stored(now));
  }

  private Saved answer(StoredResource seen, String what, Supplier<Saved> write) {
    try {
      return write.get();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == CONFLICT) {
        return isReplaced(seen) ? Saved.gone() : Saved.conflict();
      }
      if (refused.getCode() == NOT_FOUND) {
        return Saved.gone();
      }
      throw unanswered(what + " of " + seen.key(), refused);
    }
  }

  /** Whether another resource is known to be there under the same name. */
  private boolean isReplaced(StoredResource seen) {
    return cache
        .find(seen.key())
        .filter(now -> !seen.uid().equals(now.getMetadata().getUid()))
        .isPresent();
  }

  private static <T> T asked(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException unanswered) {
      throw unanswered(what, unanswered);
    }
  }

  private static StoreException unanswered(String what, KubernetesClientException cause) {
    String why = cause.getCause() == null ? "" : " " + cause.getCause().getMessage();
    return new StoreException(what + ": " + cause.getMessage() + why, cause);
  }

  private static StoredResource stored(RawResource resource) {
    JsonNode status =
        Objects.requireNonNullElseGet(
            resource.getStatus(), () -> RawResource.mapper().createObjectNode());
    return new StoredResource(
        new ResourceKey(
            Objects.requireNonNullElse(resource.getMetadata().getNamespace(), ""),
            resource.getMetadata().getName()),
        Objects.requireNonNullElse(resource.getMetadata().getResourceVersion(), ""),
        resource.snapshot(),
        StatusJson.read(status));
  }

  private Resource<R> named(ResourceKey key) {
    return key.namespace().isEmpty()
        ? client.resources(type).withName(key.name())
        : client.resources(type).inNamespace(key.namespace()).withName(key.name());
  }
}
