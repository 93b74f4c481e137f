package io.cloudkit.provider.eda.event;

import io.cloudkit.provider.eda.signs.StoredStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The least time between two events of one type for one resource. Counted from what the status
 * tells, so that it outlives a restart.
 */
public final class Pace {
  private final Duration interval;
  private final InstantSource clock;

  public Pace(Duration interval, InstantSource clock) {
    this.interval = interval;
    this.clock = clock;
  }

  /** What is left to wait; empty if nothing is. */
  Optional<Duration> left(JobType type, ResourceSnapshot resource) {
    if (interval.isZero()) {
      return Optional.empty();
    }
    return StoredStatus.of(resource)
        .lastRequest(type)
        .map(last -> interval.minus(Duration.between(last, clock.instant())))
        .filter(left -> !left.isNegative() && !left.isZero())
        // it was asked for by the clock of another host, which may be ahead
        .map(left -> left.compareTo(interval) > 0 ? interval : left);
  }

  Duration interval() {
    return interval;
  }
}
