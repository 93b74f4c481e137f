package io.cloudkit.controller.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events beside the resources. They are a courtesy: written in the background, the same one
 * counted instead of written again, dropped when the API server does not take them (a namespace
 * that is going refuses Events, a missing right answers 403). Thread-safe.
 */
public final class KubernetesEvents implements EngineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEvents.class);
  private static final int MAX_REMEMBERED = 10_000;
  private static final int MAX_MESSAGE = 1000;
  private static final int MAX_NAME = 200;
  private static final int NOT_FOUND = 404;

  /** What is told more often is counted when it is told next. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  /** An Event that was told before, and how often. */
  private record Told(String name, Instant first, Instant written, int count) {}

  private final KubernetesClient client;
  private final String component;
  private final Executor executor;
  private final InstantSource clock;
  private final AtomicLong serial = new AtomicLong();
  private final Map<String, Told> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * Events in the name of a component.
   *
   * @param executor bounded; may refuse
   */
  public KubernetesEvents(
      KubernetesClient client, String component, Executor executor, InstantSource clock) {
    this.client = client;
    this.component = component;
    this.executor = executor;
    this.clock = clock;
  }

  @Override
  public void publish(ResourceSnapshot resource, Notice notice) {
    Instant now = clock.instant();
    Optional<Told> told = count(resource, notice, now);
    if (told.isEmpty()) {
      return;
    }
    Event event = event(resource, notice, told.get());
    try {
      executor.execute(() -> write(event));
    } catch (RejectedExecutionException busy) {
      LOG.debug("dropped an event: {}", notice.reason());
    }
  }

  /** What is to be written; empty if the same was written a moment ago. */
  private synchronized Optional<Told> count(ResourceSnapshot resource, Notice notice, Instant now) {
    String key = resource.uid() + notice.reason() + notice.message();
    Told before = recent.get(key);
    if (before == null) {
      Told told = new Told(name(resource, now), now, now, 1);
      recent.put(key, told);
      return Optional.of(told);
    }
    boolean quiet = now.isBefore(before.written().plus(QUIET));
    Told told =
        new Told(before.name(), before.first(), quiet ? before.written() : now, before.count() + 1);
    recent.put(key, told);
    return quiet ? Optional.empty() : Optional.of(told);
  }

  /** Unique, as the names of other reporters are: the resource's, and a moment. */
  private String name(ResourceSnapshot resource, Instant now) {
    String name = resource.name();
    String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    long moment = now.getEpochSecond() * 1_000_000_000L + now.getNano() + serial.getAndIncrement();
    return shown + "." + Long.toHexString(moment);
  }

  private Event event(ResourceSnapshot resource, Notice notice, Told told) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(told.name())
        .withNamespace(resource.namespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(resource.apiVersion())
        .withKind(resource.kind())
        .withNamespace(resource.namespace())
        .withName(resource.name())
        .withUid(resource.uid())
        .endInvolvedObject()
        .withType(notice.level() == Notice.Level.WARNING ? "Warning" : "Normal")
        .withReason(notice.reason())
        .withMessage(cut(notice.message()))
        .withNewSource()
        .withComponent(component)
        .endSource()
        .withReportingComponent(component)
        .withFirstTimestamp(told.first().toString())
        .withLastTimestamp(told.written().toString())
        .withCount(told.count())
        .build();
  }

  private static String cut(String message) {
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int end = Character.isHighSurrogate(message.charAt(MAX_MESSAGE - 1)) ? 1 : 0;
    return message.substring(0, MAX_MESSAGE - end);
  }

  private void write(Event event) {
    try {
      if (event.getCount() == 1 || !counted(event)) {
        at(event).create();
      }
    } catch (RuntimeException refused) {
      // refused, unanswered, or the client was closed under it: nothing of it matters
      LOG.debug("an event was not taken: {}", refused.getMessage());
    }
  }

  /** Whether it is still there to be counted: an API server keeps Events for an hour. */
  private boolean counted(Event event) {
    ObjectNode patch = RawResource.mapper().createObjectNode();
    patch.put("count", event.getCount());
    patch.put("lastTimestamp", event.getLastTimestamp());
    try {
      at(event).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
      return true;
    } catch (KubernetesClientException gone) {
      if (gone.getCode() == NOT_FOUND) {
        return false;
      }
      throw gone;
    }
  }

  private Resource<Event> at(Event event) {
    return client.v1().events().inNamespace(event.getMetadata().getNamespace()).resource(event);
  }
}
