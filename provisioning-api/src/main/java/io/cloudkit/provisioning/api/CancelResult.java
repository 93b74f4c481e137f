package io.cloudkit.provisioning.api;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What became of the request to cancel a job. The end of the job is seen by observing, never by
 * this. Immutable.
 */
public sealed interface CancelResult
    permits CancelRequested, CancelAlreadyEnded, CancelRefused, CancelUnsupported {

  /** The backend took the request; whether and when the job ends is another matter. */
  static CancelResult requested() {
    return new CancelRequested();
  }

  /** The job had ended before; nothing was asked. */
  static CancelResult alreadyEnded() {
    return new CancelAlreadyEnded();
  }

  /**
   * The backend says no, and asking again will not help.
   *
   * @param reason 1..256 characters for the user, no secrets; longer text is cut
   */
  static CancelResult refused(String reason) {
    return new CancelRefused(reason);
  }

  /** This backend can not cancel jobs. */
  static CancelResult unsupported() {
    return new CancelUnsupported();
  }

  /** Answers by what this is; every case must be handled. */
  <T> T match(
      Supplier<T> requested,
      Supplier<T> alreadyEnded,
      Function<String, T> refused,
      Supplier<T> unsupported);
}

record CancelRequested() implements CancelResult {
  @Override
  public <T> T match(
      Supplier<T> requested,
      Supplier<T> alreadyEnded,
      Function<String, T> refused,
      Supplier<T> unsupported) {
    return requested.get();
  }
}

record CancelAlreadyEnded() implements CancelResult {
  @Override
  public <T> T match(
      Supplier<T> requested,
      Supplier<T> alreadyEnded,
      Function<String, T> refused,
      Supplier<T> unsupported) {
    return alreadyEnded.get();
  }
}

record CancelRefused(String reason) implements CancelResult {
  CancelRefused {
    reason = Checks.reason("reason", reason);
  }

  @Override
  public <T> T match(
      Supplier<T> requested,
      Supplier<T> alreadyEnded,
      Function<String, T> refused,
      Supplier<T> unsupported) {
    return refused.apply(reason);
  }
}

record CancelUnsupported() implements CancelResult {
  @Override
  public <T> T match(
      Supplier<T> requested,
      Supplier<T> alreadyEnded,
      Function<String, T> refused,
      Supplier<T> unsupported) {
    return unsupported.get();
  }
}
