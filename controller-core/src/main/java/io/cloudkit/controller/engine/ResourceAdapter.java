package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an embedder says about its own kind of resource. Pure: called often, on any thread, must not
 * block.
 */
public interface ResourceAdapter {

  /** The finalizer that keeps a resource until its infrastructure is gone. */
  String finalizer();

  /**
   * What the user asks for: the part of the spec whose change asks for a new job, and who is to do
   * it. A text that can not be acted upon is an {@linkplain Intent#invalid invalid} intent with its
   * remedy.
   */
  Intent intent(ResourceSnapshot resource);

  /**
   * Whether the resource shows traces of earlier work of automation for it (its finalizer, an
   * annotation), which a resource that was never launched can not have.
   */
  boolean showsEarlierWork(ResourceSnapshot resource);

  /**
   * The names, without the prefix of the engine's annotations, of those with it that people write
   * and the adapter reads: a name that is nearly one of them is not understood, and is shown.
   * Unless overridden there are none.
   */
  default Set<String> annotations() {
    return Set.of();
  }

  /**
   * What is wrong with other annotations that the adapter reads, such as a name that was mistyped:
   * each as what was expected, what was found, and what to do. As long as there is one nothing is
   * launched or let go, and it is shown. Unless overridden there is none.
   */
  default List<String> mistakes(ResourceSnapshot resource) {
    return List.of();
  }

  /**
   * What has to be there before anything is launched, as a sentence for a person; empty if nothing
   * is missing. Not asked for deletion.
   */
  default Optional<String> waitsFor(ResourceSnapshot resource) {
    return Optional.empty();
  }

  /**
   * The document that a provider is given: the resource as it was read or written last, with that
   * status. Embedders rarely change it.
   */
  default ResourceSnapshot forProvider(ResourceSnapshot resource, ResourceStatus status) {
    return resource;
  }
}
