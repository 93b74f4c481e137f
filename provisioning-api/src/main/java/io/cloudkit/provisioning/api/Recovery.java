package io.cloudkit.provisioning.api;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What a provider finds out about a launch whose outcome was lost: facts, not orders. Immutable.
 */
public sealed interface Recovery
    permits RecoveryFound, RecoveryNotLaunched, RecoveryTooEarly, RecoveryUnknowable {

  /**
   * These jobs of the operation exist.
   *
   * @param jobs one or more, oldest first; all that carry the operation, whatever their claim
   */
  static Recovery found(List<FoundJob> jobs) {
    return new RecoveryFound(jobs);
  }

  /**
   * Nothing was launched, and nothing will come of any send of this claim. May be said only when
   * {@link UnresolvedLaunch#isSettled()}, or when the backend itself rules it out.
   *
   * @param proof 1..256 characters for the user: how this is known; longer text is cut
   */
  static Recovery notLaunched(String proof) {
    return new RecoveryNotLaunched(proof);
  }

  /**
   * Nothing is there, but something may still appear. Ask again after that time.
   *
   * @param retryAfter more than zero
   */
  static Recovery tooEarly(Duration retryAfter) {
    return new RecoveryTooEarly(retryAfter);
  }

  /**
   * This backend can not tell, now or ever. A person must.
   *
   * @param remedy 1..256 characters for the user: exactly what to look at and what to do; longer
   *     text is cut
   */
  static Recovery unknowable(String remedy) {
    return new RecoveryUnknowable(remedy);
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(
      Function<List<FoundJob>, T> found,
      Function<String, T> notLaunched,
      Function<Duration, T> tooEarly,
      Function<String, T> unknowable);
}

record RecoveryFound(List<FoundJob> jobs) implements Recovery {
  RecoveryFound {
    jobs = List.copyOf(jobs);
    if (jobs.isEmpty()) {
      throw new IllegalArgumentException(
          "found jobs: expected one or more, found none; say notLaunched");
    }
  }

  @Override
  public <T> T match(
      Function<List<FoundJob>, T> found,
      Function<String, T> notLaunched,
      Function<Duration, T> tooEarly,
      Function<String, T> unknowable) {
    return found.apply(jobs);
  }
}

record RecoveryNotLaunched(String proof) implements Recovery {
  RecoveryNotLaunched {
    proof = Checks.reason("proof", proof);
  }

  @Override
  public <T> T match(
      Function<List<FoundJob>, T> found,
      Function<String, T> notLaunched,
      Function<Duration, T> tooEarly,
      Function<String, T> unknowable) {
    return notLaunched.apply(proof);
  }
}

record RecoveryTooEarly(Duration retryAfter) implements Recovery {
  RecoveryTooEarly {
    Checks.positive("retryAfter", retryAfter);
  }

  @Override
  public <T> T match(
      Function<List<FoundJob>, T> found,
      Function<String, T> notLaunched,
      Function<Duration, T> tooEarly,
      Function<String, T> unknowable) {
    return tooEarly.apply(retryAfter);
  }
}

record RecoveryUnknowable(String remedy) implements Recovery {
  RecoveryUnknowable {
    remedy = Checks.reason("remedy", remedy);
  }

  @Override
  public <T> T match(
      Function<List<FoundJob>, T> found,
      Function<String, T> notLaunched,
      Function<Duration, T> tooEarly,
      Function<String, T> unknowable) {
    return unknowable.apply(remedy);
  }
}
