package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.JobRef;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How long <em>this process</em> has been seeing things, by its monotonic clock. Begins at zero
 * with the process: no clock of another host has a part in what is concluded from it.
 *
 * @param launchUnresolved since the claim of the unresolved launch was first seen
 * @param followed since each job was first seen
 * @param standing since each job was first seen in the state in which it was seen last
 * @param confirmed from when each job was first seen in that state until it was observed so last:
 *     what was looked at twice is believed, what only grew old, or was news again, is not
 * @param settle what the provider asked to wait after the end of each job, for jobs that were
 *     observed
 * @param cancelAsked since each job was last asked to end
 * @param failure since the last failure was first seen
 * @param hearsay jobs of whose end only news told yet: they are to be observed
 */
public record Sight(
    Duration launchUnresolved,
    Map<JobRef, Duration> followed,
    Map<JobRef, Duration> standing,
    Map<JobRef, Duration> confirmed,
    Map<JobRef, Duration> settle,
    Map<JobRef, Duration> cancelAsked,
    Duration failure,
    Set<JobRef> hearsay) {

  /** A process that has seen nothing yet. */
  public static final Sight NONE = ofNoJob(Duration.ZERO, Duration.ZERO);

  public Sight {
    Objects.requireNonNull(launchUnresolved, "launchUnresolved");
    followed = Map.copyOf(followed);
    standing = Map.copyOf(standing);
    confirmed = Map.copyOf(confirmed);
    settle = Map.copyOf(settle);
    cancelAsked = Map.copyOf(cancelAsked);
    Objects.requireNonNull(failure, "failure");
    hearsay = Set.copyOf(hearsay);
  }

  /** That of a process that follows no job of the resource. */
  public static Sight ofNoJob(Duration launchUnresolved, Duration failure) {
    return new Sight(
        launchUnresolved, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), failure, Set.of());
  }

  Duration followed(JobRef job) {
    return followed.getOrDefault(job, Duration.ZERO);
  }

  Duration standing(JobRef job) {
    return standing.getOrDefault(job, Duration.ZERO);
  }

  Duration confirmed(JobRef job) {
    return confirmed.getOrDefault(job, Duration.ZERO);
  }
}
