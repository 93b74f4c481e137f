package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.testkit.provider.InMemoryBackend;
import java.time.Duration;

/**
 * Jobs that all run alike.
 *
 * @param end how they end
 * @param runsFor how long they run
 * @param liesFor how long before it their status says so
 */
record PlainJobs(JobState end, Duration runsFor, Duration liesFor)
    implements InMemoryBackend.Behaviour {
  static final PlainJobs HONEST =
      new PlainJobs(JobState.SUCCEEDED, Duration.ofSeconds(30), Duration.ZERO);

  /** Their status says that they have ended, and asks to be read again, before it is so. */
  static final PlainJobs LYING =
      new PlainJobs(JobState.SUCCEEDED, Duration.ofSeconds(30), Duration.ofSeconds(20));

  static final PlainJobs FAILING =
      new PlainJobs(JobState.FAILED, Duration.ofSeconds(30), Duration.ZERO);

  @Override
  public Duration startsAfter() {
    return Duration.ofSeconds(2);
  }
}
