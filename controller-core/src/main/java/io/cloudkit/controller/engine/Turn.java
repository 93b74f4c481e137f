package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * One round's end: what to step again with, or when.
 *
 * @param fresh whether it must be read anew, past every cache
 */
record Turn(Optional<StoredResource> again, boolean fresh, Next next) {
  static Turn with(StoredResource saved) {
    return new Turn(Optional.of(saved), false, Next.onChange());
  }

  static Turn reread() {
    return new Turn(Optional.empty(), true, Next.onChange());
  }

  static Turn end(Next next) {
    return new Turn(Optional.empty(), false, next);
  }

  /** Nothing was to be done: at once again, or when that time has passed. */
  static Turn rest(StoredResource saved, Optional<Duration> wakeAfter) {
    return wakeAfter.filter(Duration::isZero).isPresent() ? with(saved) : end(new Next(wakeAfter));
  }

  boolean isEnd() {
    return again.isEmpty() && !fresh;
  }
}
