package io.cloudkit.testkit.aap;

import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;

/** What goes wrong with one request. Built by {@link FaultRule}. */
sealed interface Fault {

  /** Nothing but the rule's delay: committed at once, answered late. */
  record Slow() implements Fault {}

  /** Something in front answers; the controller never sees the request. */
  record Answer(HttpAnswer answer) implements Fault {}

  /** The controller commits, and something in front answers. */
  record CommitThenAnswer(HttpAnswer answer) implements Fault {}

  /** The controller commits, and the connection is cut without a byte of answer. */
  record LoseAnswer() implements Fault {}

  /** The controller commits, and the connection is cut in the middle of the body. */
  record CutAnswer() implements Fault {}

  /** The connection is cut; the controller never sees the request. */
  record Drop() implements Fault {}

  /** The connection is cut, and the controller commits so much later (§3.9). */
  record CommitLate(Duration delay) implements Fault {}

  /** A body of that many bytes, streamed; not committed. */
  record GiantBody(long bytes) implements Fault {}
}
