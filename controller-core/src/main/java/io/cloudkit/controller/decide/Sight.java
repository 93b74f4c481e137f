package io.cloudkit.controller.decide;

import io.cloudkit.provisioning.api.JobRef;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How long <em>this process</em> has been seeing things, by its monotonic clock. Begins at zero
 * with the process: no clock of another host has a part in what is concluded from it.
 *
 * @param launchUnresolved since the claim of the unresolved launch was first seen
 * @param failure since the last failure was first seen
 * @param jobs the jobs that may be alive
 */
public record Sight(Duration launchUnresolved, Duration failure, Map<JobRef, JobSight> jobs) {

  /** A process that has seen nothing yet. */
  public static final Sight NONE = new Sight(Duration.ZERO, Duration.ZERO, Map.of());

  public Sight {
    Objects.requireNonNull(launchUnresolved, "launchUnresolved");
    Objects.requireNonNull(failure, "failure");
    jobs = Map.copyOf(jobs);
  }

  /** Of one job; as good as none of a job that was not seen. */
  public JobSight of(JobRef job) {
    return jobs.getOrDefault(job, JobSight.NONE);
  }

  /** Whether only news, or a cancel, told of the end of a job. */
  public boolean hasHearsay() {
    return jobs.values().stream().anyMatch(JobSight::isHearsay);
  }
}
