package io.cloudkit.testkit.aap.conformance;

import java.util.List;
import java.util.Optional;

/** A server with what rows find in place there. Not thread-safe. */
interface Room extends AutoCloseable {
  /** The base of its API, without a slash at the end. */
  String base();

  /** What ping tells. */
  String version();

  /** Empty if nobody there is this one. */
  Optional<Credentials> credentials(Asker asker);

  /**
   * Puts in place, or finds, what a row needs.
   *
   * @throws NotHere if that can not be had
   */
  Facts furnish(List<String> needs) throws NotHere;

  /** A row made a job, which is at this path. */
  default void launched(String path) {}

  /** Takes away what it brought. */
  @Override
  void close();

  /** Something that a row needs is not in place; the message says what and how to get it. */
  final class NotHere extends Exception {
    private static final long serialVersionUID = 1L;

    NotHere(String message) {
      super(message);
    }
  }
}
