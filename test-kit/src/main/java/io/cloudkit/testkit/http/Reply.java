package io.cloudkit.testkit.http;

import java.time.Duration;

/** How one answer is written to its connection, and what becomes of the connection. */
public sealed interface Reply {

  /** As a healthy server does; the connection is kept if the client wants so. */
  record Whole(HttpAnswer answer) implements Reply {}

  /** The head, and half of the body that it promises; then the connection is closed. */
  record Half(HttpAnswer answer) implements Reply {}

  /** Whole, and without a word the connection is reset afterwards. */
  record ThenReset(HttpAnswer answer) implements Reply {}

  /**
   * Whole in the end, one byte of the body at a time.
   *
   * @param pause before each byte
   */
  record Trickle(HttpAnswer answer, Duration pause) implements Reply {}

  /**
   * A JSON list that never ends before so many bytes.
   *
   * @param bytes as the client counts them once it has decoded them
   */
  record Giant(HttpAnswer head, long bytes, Coding coding) implements Reply {}

  /** The connection is closed without a byte of an answer. */
  record Cut() implements Reply {}

  /** The connection is reset (RST) without a byte of an answer. */
  record Reset() implements Reply {}

  /** What a large body looks like on the wire. */
  enum Coding {
    PLAIN,
    /** Compressed to less than a hundredth. */
    GZIP
  }
}
