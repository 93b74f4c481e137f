package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.Deadline;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Asks what nobody waits for: rows take AAP their time (aap-api.md §15.9), and what is urgent must
 * not wait for them. Called by one thread at a time. An executor that is full, or the same that the
 * caller came from, costs time and nothing else: what it has not begun the caller asks itself.
 */
final class Aside<L extends Enum<L>, T> {
  /** AAP's web server works on five requests by default (aap-api.md §15.9). */
  private static final int AT_ONCE = 3;

  private final Executor executor;
  private final CallTime time;
  private final Map<L, Asked<T>> asked;

  /**
   * Nothing is asked yet.
   *
   * @param lanes each of which asks one question at a time
   */
  Aside(Executor executor, CallTime time, Class<L> lanes) {
    this.executor = executor;
    this.time = time;
    this.asked = new EnumMap<>(lanes);
  }

  private record Asked<T>(
      FutureTask<Void> task, AtomicReference<Outcome<T>> answer, Deadline end) {}

  /** Whether that lane may ask another question now. */
  boolean isFree(L lane) {
    return asked.size() < AT_ONCE && !asked.containsKey(lane);
  }

  void ask(L lane, Supplier<T> question) {
    Deadline end = time.end();
    AtomicReference<Outcome<T>> answer =
        new AtomicReference<>(Outcome.failed("no answer before the end of the call"));
    // whoever runs it first; for everybody else it does nothing
    FutureTask<Void> task =
        new FutureTask<>(() -> time.share(end, () -> answer.set(Outcome.of(question))), null);
    asked.put(lane, new Asked<>(task, answer, end));
    try {
      executor.execute(task);
    } catch (RejectedExecutionException full) {
      // the caller asks itself
    }
  }

  /** Hands on the answers that have come; what nobody has begun to ask is asked now. */
  void answers(BiConsumer<L, Outcome<T>> listener) {
    for (Map.Entry<L, Asked<T>> entry : new EnumMap<>(asked).entrySet()) {
      Asked<T> question = entry.getValue();
      question.task().run();
      if (question.task().isDone() || question.end().remaining().isZero()) {
        asked.remove(entry.getKey());
        listener.accept(entry.getKey(), question.answer().get());
      }
    }
  }
}
