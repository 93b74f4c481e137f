package io.cloudkit.controller.kubernetes;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events beside the resources. They are a courtesy: written in the background, the same one
 * not again for ten minutes, dropped when the API server does not take them (a namespace that is
 * going refuses Events, a missing right answers 403). Thread-safe.
 */
public final class KubernetesEvents implements EngineEvents {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEvents.class);
  private static final int MAX_REMEMBERED = 10_000;
  private static final int MAX_MESSAGE = 1000;
  private static final Duration QUIET = Duration.ofMinutes(10);

  private final KubernetesClient client;
  private final String component;
  private final Executor executor;
  private final InstantSource clock;
  private final Map<String, Instant> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
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
    if (!isNew(resource.uid() + notice.reason() + notice.message(), now)) {
      return;
    }
    Event event = event(resource, notice, now);
    try {
      executor.execute(() -> write(event));
    } catch (RejectedExecutionException busy) {
      LOG.debug("dropped an event: {}", notice.reason());
    }
  }

  private synchronized boolean isNew(String key, Instant now) {
    Instant last = recent.get(key);
    if (last != null && now.isBefore(last.plus(QUIET))) {
      return false;
    }
    recent.put(key, now);
    return true;
  }

  private Event event(ResourceSnapshot resource, Notice notice, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(resource.name() + ".")
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
        .withFirstTimestamp(now.toString())
        .withLastTimestamp(now.toString())
        .withCount(1)
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
      client.v1().events().inNamespace(event.getMetadata().getNamespace()).resource(event).create();
    } catch (RuntimeException refused) {
      // refused, unanswered, or the client was closed under it: nothing of it matters
      LOG.debug("an event was not taken: {}", refused.getMessage());
    }
  }
}
