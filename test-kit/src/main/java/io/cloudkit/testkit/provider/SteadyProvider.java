package io.cloudkit.testkit.provider;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.List;

/**
 * A provider whose jobs succeed after half a second, in real time. Thread-safe, unlike what it is
 * made of: for tests of a whole controller.
 */
public final class SteadyProvider implements ProvisioningProvider {
  private final InMemoryBackend backend =
      new InMemoryBackend(
          System::nanoTime,
          new InMemoryBackend.Behaviour() {
            @Override
            public Duration startsAfter() {
              return Duration.ofMillis(50);
            }

            @Override
            public Duration runsFor() {
              return Duration.ofMillis(450);
            }

            @Override
            public JobState end() {
              return JobState.SUCCEEDED;
            }

            @Override
            public Duration liesFor() {
              return Duration.ZERO;
            }
          });
  private final InMemoryProvider provider;

  public SteadyProvider(String instance) {
    provider =
        new InMemoryProvider(
            instance,
            ProviderTraits.polled().canCancel().canSearch().build(),
            backend,
            Duration.ofMillis(50));
  }

  /** The jobs of the resource with that uid, oldest first. */
  public synchronized List<InMemoryJob> jobsOf(String uid) {
    backend.advance();
    return backend.all().stream().filter(job -> job.uid().equals(uid)).toList();
  }

  /** As {@link InMemoryBackend#overlaps()}. */
  public synchronized List<String> overlaps() {
    return List.copyOf(backend.overlaps());
  }

  @Override
  public ProviderTraits traits() {
    return provider.traits();
  }

  @Override
  public synchronized ProvisionResult triggerProvision(LaunchRequest request) {
    return provider.triggerProvision(request);
  }

  @Override
  public synchronized DeprovisionResult triggerDeprovision(LaunchRequest request) {
    return provider.triggerDeprovision(request);
  }

  @Override
  public synchronized Recovery recover(UnresolvedLaunch launch) {
    backend.advance();
    return provider.recover(launch);
  }

  @Override
  public synchronized JobObservation observe(JobQuery job) {
    backend.advance();
    return provider.observe(job);
  }

  @Override
  public synchronized CancelResult cancel(JobQuery job) {
    backend.advance();
    return provider.cancel(job);
  }

  @Override
  public synchronized LiveJobs liveJobs(ResourceSnapshot resource) {
    backend.advance();
    return provider.liveJobs(resource);
  }

  @Override
  public void close() {}
}
