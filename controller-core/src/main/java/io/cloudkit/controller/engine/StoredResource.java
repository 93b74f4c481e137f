package io.cloudkit.controller.engine;

import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.Objects;

/**
 * A resource as it was read at one version.
 *
 * @param resourceVersion opaque; a write that names it fails if the resource has changed since
 * @param snapshot the whole document
 * @param status the engine's part of its status
 */
public record StoredResource(
    ResourceKey key, String resourceVersion, ResourceSnapshot snapshot, ResourceStatus status) {
  public StoredResource {
    Objects.requireNonNull(key, "key");
    if (resourceVersion.isEmpty()) {
      throw new IllegalArgumentException(key + ": expected a resourceVersion, found none");
    }
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(status, "status");
  }

  public String uid() {
    return snapshot.uid();
  }
}
