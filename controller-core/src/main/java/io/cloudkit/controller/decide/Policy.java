package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the decisions.
 *
 * @param sendWindow how long a permission to launch may be used after it was asked for
 * @param provisionDeadline after which a running provision job is overdue and cancelled; counted
 *     from when a process saw it first, so that one that starts anew counts anew
 * @param deprovisionDeadline the same for a deprovision job
 * @param backoffMin pause after the first failed effort; doubles with each
 * @param backoffMax longest pause after a failed effort
 * @param askAgain pause before a provider that did not answer is asked again
 * @param cancelEvery pause before a job that lives on is asked again to end
 * @param purgedSettle how long a job that was seen at its end, and then purged, may still be alive
 * @param retries how many efforts may fail in a row
 * @param maxHistory ended jobs kept for each type, 1 or more
 */
public record Policy(
    Duration sendWindow,
    Duration provisionDeadline,
    Duration deprovisionDeadline,
    Duration backoffMin,
    Duration backoffMax,
    Duration askAgain,
    Duration cancelEvery,
    Duration purgedSettle,
    RetryBudget retries,
    int maxHistory) {

  /** Most stray jobs that are followed; more are found again when these are dead. */
  static final int MAX_STRAYS = 16;

  /**
   * Most permissions that came to nothing whose late jobs are looked for before a provision; there
   * are pauses between them, and before a deprovision all jobs are looked for.
   */
  static final int MAX_UNANSWERED = 16;

  public static final Policy DEFAULT =
      new Policy(
          Duration.ofSeconds(15),
          Duration.ofHours(2),
          Duration.ofHours(2),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30), // aap-api.md, rule 15
          Duration.ofSeconds(120), // aap-api.md, rule 13
          RetryBudget.DEFAULT,
          10);

  public Policy {
    positive("sendWindow", sendWindow);
    positive("provisionDeadline", provisionDeadline);
    positive("deprovisionDeadline", deprovisionDeadline);
    positive("backoffMin", backoffMin);
    positive("backoffMax", backoffMax);
    positive("askAgain", askAgain);
    positive("cancelEvery", cancelEvery);
    Objects.requireNonNull(purgedSettle, "purgedSettle");
    Objects.requireNonNull(retries, "retries");
    if (backoffMax.compareTo(backoffMin) < 0) {
      throw new IllegalArgumentException(
          "backoffMax: expected at least backoffMin, " + backoffMin + ", found " + backoffMax);
    }
    if (maxHistory < 1) {
      throw new IllegalArgumentException("maxHistory: expected 1 or more, found " + maxHistory);
    }
  }

  /** The same with another budget. */
  public Policy retrying(RetryBudget budget) {
    return new Policy(
        sendWindow,
        provisionDeadline,
        deprovisionDeadline,
        backoffMin,
        backoffMax,
        askAgain,
        cancelEvery,
        purgedSettle,
        budget,
        maxHistory);
  }

  /**
   * After how long an effect of a launch that is not visible yet can not appear any more: the time
   * in which it may be sent, plus the longest call, plus what the backend may be late.
   */
  public Duration settle(ProviderTraits traits) {
    return sendWindow.plus(traits.callTimeout()).plus(traits.lateCommit());
  }

  Duration deadline(JobType type) {
    return type == JobType.PROVISION ? provisionDeadline : deprovisionDeadline;
  }

  /**
   * The pause after that many failed efforts in a row: doubling, up to a tenth shorter by a jitter
   * that is the same whenever it is computed.
   */
  Duration backoff(FailureKind kind, int count, String seed) {
    int doublings = Math.min(Math.max(count - 1, 0), 20);
    Duration pause = backoffMin.multipliedBy(1L << doublings);
    if (kind == FailureKind.INVALID_REQUEST || pause.compareTo(backoffMax) > 0) {
      pause = backoffMax;
    }
    int tenths = Math.floorMod((seed + count).hashCode(), 100);
    return pause.minus(pause.dividedBy(1000).multipliedBy(tenths));
  }

  private static void positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + ": expected a positive duration, found " + value);
    }
  }
}
