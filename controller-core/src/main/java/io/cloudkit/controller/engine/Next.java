package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When to step a resource again.
 *
 * @param wakeAfter at the latest after that time; empty to wait for a change
 */
public record Next(Optional<Duration> wakeAfter) {
  public Next {
    Objects.requireNonNull(wakeAfter, "wakeAfter");
  }

  static Next after(Duration delay) {
    return new Next(Optional.of(delay));
  }

  static Next onChange() {
    return new Next(Optional.empty());
  }
}
