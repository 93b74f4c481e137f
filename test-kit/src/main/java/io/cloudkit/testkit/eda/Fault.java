package io.cloudkit.testkit.eda;

import io.cloudkit.testkit.http.HttpAnswer;
import java.time.Duration;

/** What goes wrong with one request. Built by {@link FaultRule}. */
sealed interface Fault {

  /** Something in front answers; the receiver never sees the request. */
  record Answer(HttpAnswer answer) implements Fault {}

  /** The connection is cut; the receiver never sees the request. */
  record Drop() implements Fault {}

  /** Answered as accepted, and forgotten. */
  record LoseEvent() implements Fault {}

  /** In the queue, and the connection is cut without a byte of answer. */
  record LoseAnswer() implements Fault {}

  /** No answer for so long; then it is put into the queue, and answered to whoever is there. */
  record Hang(Duration time) implements Fault {}

  /** Answered as accepted, and put into the queue so much later. */
  record DeliverLate(Duration delay) implements Fault {}

  /** Put into the queue twice, and answered once. */
  record DeliverTwice() implements Fault {}
}
