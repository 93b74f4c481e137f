package io.cloudkit.testkit.eda.rulebook;

import io.cloudkit.testkit.http.HttpAnswer;
import io.cloudkit.testkit.http.WireRequest;
import java.time.Instant;

/** Where events come in: a webhook, or event streams. Thread-safe. */
public interface Source {
  /**
   * The event of a request.
   *
   * @throws RefusedException with the answer, if there is none
   */
  Event receive(WireRequest request, Instant now) throws RefusedException;

  /**
   * Takes an event to the activation, or loses it.
   *
   * @param activation the life that the event was sent to, which may be over
   * @param answered called once, when the sender is answered; never if it is left to hang
   */
  void deliver(Event event, Activation activation, Answered answered);

  /** What the sender is told. */
  @FunctionalInterface
  interface Answered {
    void with(HttpAnswer answer);
  }

  /** The answer of an event that came through. */
  HttpAnswer accepted(Event event);

  /** The raw path, with the query, to post events for that rule to. */
  String pathOf(String endpoint);

  /** Longest body in bytes; of a longer one as much is kept as shows that it is longer. */
  int bodyLimit();

  /** Whether it goes down with the activation. */
  boolean isPartOfActivation();

  /** A request that does not become an event. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient HttpAnswer answer;

    RefusedException(HttpAnswer answer) {
      super("answered " + answer.status(), null, false, false);
      this.answer = answer;
    }

    public HttpAnswer answer() {
      return answer;
    }
  }
}
