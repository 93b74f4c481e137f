package io.cloudkit.controller.engine;

import java.util.Objects;

/**
 * Where a resource is found. Another resource may have the same key later; its uid tells.
 *
 * @param namespace empty for a cluster-scoped resource
 */
public record ResourceKey(String namespace, String name) {
  public ResourceKey {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
