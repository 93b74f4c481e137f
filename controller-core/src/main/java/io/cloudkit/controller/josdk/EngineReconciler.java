package io.cloudkit.controller.josdk;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.Engine;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.controller.engine.Next;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.kubernetes.RawResource;
import io.cloudkit.controller.kubernetes.UnreadableStatusException;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps a resource whenever the framework calls, and asks to be called again when the engine says
 * so: each run cancels the timer of the one before.
 *
 * @param <R> the kind
 */
final class EngineReconciler<R extends RawResource> implements Reconciler<R> {
  private static final Logger LOG = LoggerFactory.getLogger(EngineReconciler.class);
  private static final Duration UNREADABLE_PAUSE = Duration.ofMinutes(1);

  private final Engine engine;
  private final Watched<R> watched;
  private final Consumer<ResourceSnapshot> before;
  private final EngineEvents events;
  private final Consumer<ResourceKey> lookAgain;

  /**
   * A reconciler.
   *
   * @param lookAgain wakes a resource in a while
   */
  EngineReconciler(
      Engine engine,
      Watched<R> watched,
      Consumer<ResourceSnapshot> before,
      EngineEvents events,
      Consumer<ResourceKey> lookAgain) {
    this.engine = engine;
    this.watched = watched;
    this.before = before;
    this.events = events;
    this.lookAgain = lookAgain;
  }

  Watched<R> watched() {
    return watched;
  }

  @Override
  public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
    watched.use(controllerSource(context));
    return List.of(watched.bell());
  }

  private ControllerEventSource<R> controllerSource(EventSourceContext<R> context) {
    if (context.getPrimaryCache() instanceof ControllerEventSource<R> source) {
      return source;
    }
    ControllerConfiguration<R> configuration = context.getControllerConfiguration();
    throw new IllegalStateException(
        configuration.getName()
            + ": expected the framework's ControllerEventSource as primary cache, found "
            + context.getPrimaryCache().getClass().getName()
            + "; use the java-operator-sdk version of this project");
  }

  @Override
  public UpdateControl<R> reconcile(R resource, Context<R> context) {
    ResourceKey key = Watched.key(resource);
    if (context.isPrimaryResourceDeleted()) {
      watched.gone(key);
      // the framework forgets what comes during this run and the timer that it asks for, also
      // those of a namesake (5.2.3, EventProcessor.eventProcessingFinished)
      lookAgain.accept(key);
    }
    try {
      if (!context.isPrimaryResourceDeleted() && engine.mayAct()) {
        before.accept(resource.snapshot());
      }
      return again(engine.step(key));
    } catch (UnreadableStatusException unreadable) {
      LOG.error("{}: {}", key, unreadable.getMessage());
      events.publish(
          resource.snapshot(),
          Notice.warning("StatusUnreadable", String.valueOf(unreadable.getMessage())));
      return again(new Next(Optional.of(UNREADABLE_PAUSE)));
    }
  }

  private UpdateControl<R> again(Next next) {
    UpdateControl<R> control = UpdateControl.noUpdate();
    return next.wakeAfter()
        .map(delay -> control.rescheduleAfter(Math.max(1, delay.toMillis())))
        .orElse(control);
  }
}
