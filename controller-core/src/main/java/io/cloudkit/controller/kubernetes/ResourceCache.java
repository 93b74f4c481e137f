package io.cloudkit.controller.kubernetes;

import io.cloudkit.controller.engine.ResourceKey;
import java.util.Optional;

/**
 * What is known of resources without asking, own writes included. Called by any thread; must not
 * block.
 *
 * @param <R> the type of the resources
 */
public interface ResourceCache<R extends RawResource> {
  /** The resource of that name, if one is known. */
  Optional<R> find(ResourceKey key);

  /** A resource as it is after a write, told before anybody reads it again. */
  void written(R resource);

  /** The resource of that name and uid went with a write. */
  void ended(ResourceKey key, String uid);
}
