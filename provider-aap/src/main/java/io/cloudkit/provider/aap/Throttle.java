package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.AapClient.NotSentException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What AAP is spared: requests beyond the budget, and all of them while it is sick. Thread-safe.
 */
final class Throttle {
  /** Who waits for whom. */
  enum Urgency {
    /** A launch or a cancel waits for nobody; launches are paced by the engine. */
    EFFECT,
    /** A resource waits for the answer, as long as its call may take. */
    QUESTION,
    /** It is asked again soon anyhow: it takes what is left over. */
    POLL
  }

  private static final Duration POLL_WAITS = Duration.ofSeconds(1);

  private final RequestBudget budget;
  private final Breaker breaker;
  private final InstantSource clock;

  /**
   * Nothing is spent, and AAP is taken to be well.
   *
   * @param clock for dates that AAP asks to wait for
   */
  Throttle(int requestsPerSecond, LongSupplier nanoTime, InstantSource clock) {
    this.budget = new RequestBudget(requestsPerSecond, nanoTime);
    this.breaker = new Breaker(nanoTime);
    this.clock = clock;
  }

  /**
   * Waits until a request may be sent.
   *
   * @param left of the caller's time
   * @throws NotSentException if it may not be in that time
   */
  void admit(String request, Urgency urgency, Duration left) {
    await(request, urgency, left);
    Optional<String> refusal = breaker.refusal();
    if (refusal.isPresent()) {
      throw new NotSentException(request + ": not sent, " + refusal.get());
    }
  }

  private void await(String request, Urgency urgency, Duration left) {
    if (urgency == Urgency.EFFECT) {
      budget.spend();
      return;
    }
    boolean isShort = urgency == Urgency.POLL && POLL_WAITS.compareTo(left) < 0;
    Duration wait =
        budget
            .take(isShort ? POLL_WAITS : left)
            .orElseThrow(
                () ->
                    new NotSentException(
                        request + ": not sent, too many requests wait; see requests-per-second"));
    try {
      boolean unused = new CountDownLatch(1).await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new NotSentException(request + ": not sent, interrupted", interrupt);
    }
  }

  /**
   * What came back. An error of one request is no sickness: JSON is written by AAP itself, what
   * stands before it answers for one that does not (aap-api.md §10.4).
   */
  void answered(Answer answer) {
    int status = answer.status();
    Optional<Duration> asked =
        answer.retryAfter().flatMap(header -> RetryAfter.of(header, clock.instant()));
    boolean isAway = status == 429 || (status >= 502 && status <= 504);
    if (isAway && asked.isPresent()) {
      breaker.asksToWait(answer.explain(), asked.get());
    } else if (isAway && !answer.isJson()) {
      breaker.troubled(answer.explain());
    } else {
      breaker.answered();
    }
  }

  /** No answer came. */
  void failed(String why) {
    breaker.troubled(why);
  }

  /** What was admitted is over. */
  void released() {
    breaker.released();
  }
}
