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
   * Takes a request in that is executed late: now what it does on arrival, and the rest, its answer
   * included, by the task that is returned, which is run once.
   */
  default Runnable arrive(WireRequest request, Answers answers) {
    return () -> execute(request, answers);
  }

  /**
   * Answers now, as for a request that is executed, and executes it only by the task that is
   * returned, which is run once at most. A backend that answers what it has done can not: 501.
   */
  default Runnable promise(WireRequest request, Answers answers) {
    answers.answer(
        HttpAnswer.text(501, "this server answers what it has done, and can not answer before"),
        Duration.ZERO);
    return () -> {};
  }

  /** Executes a request once more, which nobody asked for. */
  default void repeat(WireRequest request) {
    execute(request, (answer, after) -> {});
  }
}
