package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.FailureKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many efforts of one intent may fail in a row before a person is needed, by the kind of the
 * last failure. A provision is not launched any more then, until the spec changes or a person asks
 * for one more effort; a deprovision goes on with the longest pause, for nothing may leak, and asks
 * for a person all the same.
 *
 * @param efforts 1 or more; a kind that is not there is retried without end
 */
public record RetryBudget(Map<FailureKind, Integer> efforts) {
  /**
   * Of what time alone may mend, tokens and room, nothing is given up; a hundred efforts take about
   * sixteen hours with pauses of ten minutes.
   */
  public static final RetryBudget DEFAULT =
      new RetryBudget(
          Map.of(
              FailureKind.INVALID_REQUEST, 5,
              FailureKind.CONFIGURATION, 100,
              FailureKind.BACKEND, 100));

  public RetryBudget {
    efforts.forEach(
        (kind, count) -> {
          if (count < 1) {
            throw new IllegalArgumentException(
                "retries of " + kind + ": expected 1 or more, found " + count);
          }
        });
    efforts = Map.copyOf(efforts);
  }

  /** The same with another number of efforts for a kind; 0 for without end. */
  public RetryBudget with(FailureKind kind, int count) {
    Map<FailureKind, Integer> changed = new EnumMap<>(FailureKind.class);
    changed.putAll(efforts);
    if (count == 0) {
      changed.remove(kind);
    } else {
      changed.put(kind, count);
    }
    return new RetryBudget(changed);
  }

  /** Whether that many failures in a row are all that are allowed. */
  boolean isSpent(FailureKind kind, int failures) {
    Integer limit = efforts.get(kind);
    return limit != null && failures >= limit;
  }
}
