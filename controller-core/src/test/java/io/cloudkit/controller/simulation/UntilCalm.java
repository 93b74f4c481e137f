package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.testkit.provider.InMemoryBackend;
import java.time.Duration;

/** Jobs that run as those do, until calm comes; then what is launched succeeds. */
record UntilCalm(PlainJobs jobs, Chaos chaos) implements InMemoryBackend.Behaviour {
  @Override
  public Duration startsAfter() {
    return jobs.startsAfter();
  }

  @Override
  public Duration runsFor() {
    return jobs.runsFor();
  }

  @Override
  public JobState end() {
    return chaos.isCalm() ? JobState.SUCCEEDED : jobs.end();
  }

  @Override
  public Duration liesFor() {
    return jobs.liesFor();
  }
}
