package io.cloudkit.controller.decide;

import java.util.Objects;

/**
 * Something that happened to a resource, for its Events and for metrics.
 *
 * @param reason one CamelCase word
 * @param message a sentence for a person
 */
public record Notice(Level level, String reason, String message) {
  /** Whether somebody should look. */
  public enum Level {
    NORMAL,
    WARNING
  }

  public Notice {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(message, "message");
  }

  public static Notice normal(String reason, String message) {
    return new Notice(Level.NORMAL, reason, message);
  }

  public static Notice warning(String reason, String message) {
    return new Notice(Level.WARNING, reason, message);
  }
}
