package io.cloudkit.testkit.http;

import java.time.Duration;

/** The server behind the faults: executes requests, and never fails to answer. */
@FunctionalInterface
public interface Backend {
  /** Takes the answer to one request. */
  @FunctionalInterface
  interface Answers {
    /**
     * Called once at most, from any thread.
     *
     * @param after how much later it goes to the client
     */
    void answer(HttpAnswer answer, Duration after);
  }

  /** Executes a request and answers it, now or later. */
  void execute(WireRequest request, Answers answers);

  /**
   * Takes a request in that is executed late, when nobody waits for its answer any more: now what
   * it does on arrival, and the rest by the task that is returned, which is run once.
   */
  default Runnable arrive(WireRequest request) {
    return () -> execute(request, (answer, after) -> {});
  }
}
