package io.cloudkit.controller.josdk;

import io.cloudkit.controller.kubernetes.RawResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;

/**
 * Asks the framework to step a resource. It rings with the resource: the framework (5.2.3, {@code
 * ResourceStateManager}) drops a bare event for one that it has no state of, which is the case of a
 * namesake that was created while the end of its predecessor was being handled.
 *
 * @param <R> the kind
 */
final class DoorBell<R extends RawResource> extends AbstractEventSource<Void, R> {
  DoorBell() {
    super(Void.class, "engine");
  }

  /** Not heard before the framework started. */
  void ring(R resource) {
    if (isRunning()) {
      getEventHandler()
          .handleEvent(
              new ResourceEvent(
                  ResourceAction.UPDATED, ResourceID.fromResource(resource), resource));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(R primary) {
    return Set.of();
  }
}
