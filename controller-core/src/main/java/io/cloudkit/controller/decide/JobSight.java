package io.cloudkit.controller.decide;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long this process has been seeing a job.
 *
 * @param followed since it was first seen
 * @param standing since it was first seen in the state in which it was seen last; zero if it was
 *     not observed yet
 * @param confirmed from when it was first seen in that state until it was observed so last: what
 *     was looked at twice is believed, what only grew old, or was news again, is not
 * @param settle what its provider asked to wait after its end; zero if it was not observed yet
 * @param cancelAsked since it was last asked to end; empty if it was not
 * @param isHearsay whether only news told of its end yet: it is to be observed
 */
public record JobSight(
    Duration followed,
    Duration standing,
    Duration confirmed,
    Duration settle,
    Optional<Duration> cancelAsked,
    boolean isHearsay) {

  /** Of a job that was not seen yet. */
  public static final JobSight NONE =
      new JobSight(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Optional.empty(), false);

  public JobSight {
    Objects.requireNonNull(followed, "followed");
    Objects.requireNonNull(standing, "standing");
    Objects.requireNonNull(confirmed, "confirmed");
    Objects.requireNonNull(settle, "settle");
    Objects.requireNonNull(cancelAsked, "cancelAsked");
  }
}
