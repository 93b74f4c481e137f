package io.cloudkit.controller.status;

import java.time.Instant;
import java.util.Objects;

/**
 * One condition, as Kubernetes has them.
 *
 * @param type one of {@link ConditionType}, or another writer's
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one CamelCase word
 * @param message a sentence for a person
 * @param observedGeneration the generation that it speaks of
 * @param lastTransitionTime when its status changed last
 */
public record Condition(
    String type,
    String status,
    String reason,
    String message,
    long observedGeneration,
    Instant lastTransitionTime) {
  public Condition {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(lastTransitionTime, "lastTransitionTime");
  }

  public boolean isTrue() {
    return status.equals("True");
  }
}
