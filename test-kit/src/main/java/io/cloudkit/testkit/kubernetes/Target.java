package io.cloudkit.testkit.kubernetes;

import io.cloudkit.testkit.kubernetes.ResourceType.Trait;

/**
 * What a resource request names. Empty texts for what it does not: no namespace means all of them
 * or a cluster-scoped type, no name the whole collection.
 */
record Target(ResourceType type, String namespace, String name, String subresource) {

  boolean isCollection() {
    return name.isEmpty();
  }

  boolean isStatus() {
    return subresource.equals("status");
  }

  /** The type and subresource as RBAC writes them: {@code computeinstances/status}. */
  String resource() {
    return subresource.isEmpty() ? type.plural() : type.plural() + "/" + subresource;
  }

  ObjectStore.Key key() {
    return new ObjectStore.Key(type.storage(), type.has(Trait.NAMESPACED) ? namespace : "", name);
  }

  Target named(String newName) {
    return new Target(type, namespace, newName, subresource);
  }
}
