package io.cloudkit.provider.aap;

import io.cloudkit.provider.aap.AapClient.NotSentException;
import java.time.Duration;
import java.time.Instant;
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
    /** Ends what nobody wants, and the look at it before: sent unless AAP asks to wait. */
    CANCEL,
    /** Does not wait, since the engine paces launches; it is put off while AAP is sick. */
    LAUNCH,
    /** A resource waits for the answer, as long as its call may take. */
    QUESTION,
    /** It is asked again soon anyhow: it takes what is left over, and what is kept for it. */
    POLL
  }

  private static final Duration POLL_WAITS = Duration.ofSeconds(1);

  /** So many polls in a second no crowd keeps back: they tell that what it waits for has ended. */
  private static final int KEPT_FOR_POLLS = 2;

  private final RequestBudget budget;
  private final RequestBudget kept;
  private final Breaker breaker;
  private final InstantSource clock;

  /**
   * Nothing is spent, and AAP is taken to be well.
   *
   * @param clock for dates that AAP asks to wait for, if it does not say its own time
   */
  Throttle(int requestsPerSecond, LongSupplier nanoTime, InstantSource clock) {
    this.budget = new RequestBudget(requestsPerSecond, nanoTime);
    this.kept = new RequestBudget(Math.min(requestsPerSecond, KEPT_FOR_POLLS), nanoTime);
    this.breaker = new Breaker(nanoTime);
    this.clock = clock;
  }

  /**
   * Waits until a request may be sent.
   *
   * @param left of the caller's time, half of which is kept for the answer
   * @return to be ended when the request is over
   * @throws NotSentException if it may not be in that time
   */
  Breaker.Pass admit(String request, Urgency urgency, Duration left) {
    await(request, turn(urgency, left.dividedBy(2)));
    return (urgency == Urgency.CANCEL
            ? breaker.insist()
            // a launch that tried, and was not answered, would be unknown for minutes
            : breaker.pass(urgency != Urgency.LAUNCH))
        .orElseThrow(() -> new NotSentException(request + ": not sent, " + breaker.why()));
  }

  /**
   * Takes the next place in the budget.
   *
   * @return how long to wait for it; empty if that is longer than the caller would
   */
  Optional<Duration> turn(Urgency urgency, Duration most) {
    return switch (urgency) {
      case CANCEL, LAUNCH -> {
        budget.spend();
        yield Optional.of(Duration.ZERO);
      }
      case QUESTION -> budget.take(most);
      case POLL -> {
        Duration shorter = POLL_WAITS.compareTo(most) < 0 ? POLL_WAITS : most;
        yield takeKept(Duration.ZERO).or(() -> budget.take(shorter)).or(() -> takeKept(shorter));
      }
    };
  }

  private Optional<Duration> takeKept(Duration most) {
    Optional<Duration> wait = kept.take(most);
    wait.ifPresent(any -> budget.spend());
    return wait;
  }

  private static void await(String request, Optional<Duration> turn) {
    Duration wait =
        turn.orElseThrow(
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
   * What came back. JSON is written by AAP itself, which may have failed by the one thing that it
   * was asked for; HTML by what stands before it, or by an AAP that fails altogether (aap-api.md
   * §10.4, §15.7).
   */
  void answered(Answer answer) {
    int status = answer.status();
    if (status == 429) {
      breaker.throttled();
    } else if (status < 500) {
      breaker.answered();
    } else if (answer.isJson()) {
      breaker.failedAt(answer.request(), answer.explain());
    } else {
      breaker.troubled(answer.explain());
    }
    boolean isAway = status >= 502 && status <= 504;
    if (isAway || status == 429) {
      Instant now = answer.date().orElseGet(clock::instant);
      Optional<Duration> asked = answer.retryAfter().flatMap(header -> RetryAfter.of(header, now));
      if (asked.isPresent()) {
        breaker.asksToWait(answer.explainTimeless(), asked.get());
      } else if (status == 429) {
        breaker.refused(answer.explainTimeless());
      }
    }
  }

  /** No answer came. */
  void failed(String why) {
    breaker.troubled(why);
  }
}
