package io.cloudkit.provisioning.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A launch of which it is not known whether it took effect: its answer was lost, or the process
 * that sent it is gone. Made by the engine from what was stored before the send.
 *
 * @param plan the effort; its resource is the resource as it is now
 * @param claim the permission under which it was, or was not, sent
 * @param attempt as in {@link LaunchRequest}
 * @param bookmark what the provider answered before the effort's first send
 * @param unresolvedFor how long ago, by the monotonic clock, <em>this process</em> first saw this
 *     claim; no clock of another host has a part in it
 * @param settle after how long an effect that is not visible yet can not appear any more: the time
 *     in which the launch may be sent, plus the provider's call time-out and late commit
 */
public record UnresolvedLaunch(
    LaunchPlan plan,
    String claim,
    int attempt,
    Optional<String> bookmark,
    Duration unresolvedFor,
    Duration settle) {
  public UnresolvedLaunch {
    Objects.requireNonNull(plan, "plan");
    Checks.token("claim", 64, claim);
    Objects.requireNonNull(bookmark, "bookmark");
    Checks.notNegative("unresolvedFor", unresolvedFor);
    Checks.notNegative("settle", settle);
  }

  /** Whether "nothing there" proves that nothing was launched. Before that it proves nothing. */
  public boolean isSettled() {
    return unresolvedFor.compareTo(settle) >= 0;
  }

  /** What is left until {@link #isSettled()}; zero if it is. */
  public Duration untilSettled() {
    return isSettled() ? Duration.ZERO : settle.minus(unresolvedFor);
  }

  /** The job of that id which this launch started. */
  public JobRef job(String id) {
    return JobRef.of(plan.provider(), plan.type(), id, plan.operation());
  }

  /**
   * What a definite search for the jobs of this operation says: {@code found} if there are any,
   * else {@code notLaunched} if this {@link #isSettled()}, else {@code tooEarly}.
   *
   * @param jobs all that carry the operation, oldest first; none if the list is empty. A search
   *     that may have missed some says nothing, and is not to be brought here
   * @param proof 1..256 characters for the user: how it is known that there are none; longer text
   *     is cut
   */
  public Recovery resolvedBy(List<FoundJob> jobs, String proof) {
    if (!jobs.isEmpty()) {
      return Recovery.found(jobs);
    }
    return isSettled() ? Recovery.notLaunched(proof) : Recovery.tooEarly(untilSettled());
  }
}
