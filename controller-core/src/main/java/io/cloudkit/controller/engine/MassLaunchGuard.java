package io.cloudkit.controller.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Stops launches that nobody asked for, when there are many: a defect, or a status that was
 * tampered with, must not rebuild a fleet. Each such launch waits a moment so that they can be
 * counted. Once it has stopped them it stays so until the program is started again, which counts
 * anew; a person who annotates {@code retry} on a resource frees that one. Thread-safe.
 */
final class MassLaunchGuard {
  private final double share;
  private final int minimum;
  private final long windowNanos;
  private final String retry;
  private final LongSupplier nanoTime;
  private final Set<String> ready = new HashSet<>();
  private final Map<String, Long> unexplained = new HashMap<>();
  private boolean tripped;

  /**
   * A guard.
   *
   * @param retry the whole name of the annotation by which a person lets one go on
   */
  MassLaunchGuard(double share, int minimum, Duration window, String retry, LongSupplier nanoTime) {
    this.retry = retry;
    this.share = share;
    this.minimum = minimum;
    this.windowNanos = window.toNanos();
    this.nanoTime = nanoTime;
  }

  /** A resource that is as desired, or has a reason for what it wants. */
  synchronized void explained(String uid, boolean isReady) {
    unexplained.remove(uid);
    if (isReady) {
      ready.add(uid);
    } else {
      ready.remove(uid);
    }
  }

  /** Why that resource, which wants a launch without a reason, may not have it now. */
  synchronized Optional<String> stop(String uid) {
    if (share >= 1) {
      return Optional.empty();
    }
    ready.remove(uid);
    long now = nanoTime.getAsLong();
    long since = unexplained.computeIfAbsent(uid, any -> now);
    int known = ready.size() + unexplained.size();
    if (unexplained.size() >= minimum && unexplained.size() > share * known) {
      tripped = true;
    }
    if (tripped) {
      return Optional.of(
          "mass-launch guard: "
              + unexplained.size()
              + " of "
              + known
              + " ready resources want a launch although their spec did not change; nothing is"
              + " launched for them. Find out why; to go on annotate "
              + retry
              + "=<any new word> on each, or start the operator with a larger share allowed");
    }
    return now - since < windowNanos
        ? Optional.of(
            "ready and unchanged, and yet in want of a launch: waiting to see how many are")
        : Optional.empty();
  }

  synchronized void forget(String uid) {
    unexplained.remove(uid);
    ready.remove(uid);
  }
}
