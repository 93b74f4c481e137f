package io.cloudkit.testkit.provider;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider of an {@link InMemoryBackend}, with the abilities that its traits declare. */
public final class InMemoryProvider implements ProvisioningProvider {
  private final String instance;
  private final ProviderTraits traits;
  private final InMemoryBackend backend;
  private final Duration cancelTakes;

  /**
   * A provider.
   *
   * @param cancelTakes from a cancel to the end of a running job
   */
  public InMemoryProvider(
      String instance, ProviderTraits traits, InMemoryBackend backend, Duration cancelTakes) {
    this.instance = instance;
    this.traits = traits;
    this.backend = backend;
    this.cancelTakes = cancelTakes;
  }

  @Override
  public ProviderTraits traits() {
    return traits;
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    if (request.sendBy().isPast()) {
      return ProvisionResult.waiting("too late to send", Duration.ZERO);
    }
    return ProvisionResult.triggered(launch(request), JobStatus.of(JobState.PENDING));
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    if (request.sendBy().isPast()) {
      return DeprovisionResult.waiting("too late to send", Duration.ZERO);
    }
    return DeprovisionResult.triggered(launch(request), JobStatus.of(JobState.PENDING));
  }

  private JobRef launch(LaunchRequest request) {
    return request.job(arrive(request, Duration.ZERO).id());
  }

  /** The backend takes a launch, whose effect can be seen after that time. */
  public InMemoryJob arrive(LaunchRequest request, Duration visibleAfter) {
    if (traits.deduplicates()) {
      for (InMemoryJob job : backend.all()) {
        if (job.operation().equals(request.operation())) {
          backend.show(job);
          return job;
        }
      }
    }
    return backend.launch(
        request.type(),
        request.operation(),
        request.claim(),
        request.configVersion(),
        request.resource().uid(),
        visibleAfter);
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    if (!traits.canSearch()) {
      return Recovery.unknowable("look whether operation " + launch.plan().operation() + " ran");
    }
    List<FoundJob> found =
        backend.visible().stream()
            .filter(job -> job.operation().equals(launch.plan().operation()))
            .filter(job -> launch.bookmark().filter(mark -> !isAfter(job, mark)).isEmpty())
            .map(this::found)
            .toList();
    return launch.resolvedBy(found, "no job of the operation after the whole settle time");
  }

  /** Ids grow: a search begins after the newest job that there is. */
  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    List<InMemoryJob> jobs = backend.all();
    return traits.canSearch() && !jobs.isEmpty()
        ? Optional.of(jobs.get(jobs.size() - 1).id())
        : Optional.empty();
  }

  private static boolean isAfter(InMemoryJob job, String mark) {
    return Long.parseLong(job.id()) > Long.parseLong(mark);
  }

  @Override
  public JobObservation observe(JobQuery query) {
    Optional<InMemoryJob> job = backend.find(query.job().id());
    if (job.isEmpty()) {
      return JobObservation.foreign("there never was such a job");
    }
    return job.get().purged
        ? JobObservation.purged("its record was removed")
        : JobObservation.seen(look(job.get()));
  }

  /** From a list of jobs, which shows less than a look at one. */
  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    Map<JobRef, JobObservation> rows = new HashMap<>();
    for (JobQuery query : active) {
      Optional<InMemoryJob> row = backend.find(query.job().id()).filter(job -> !job.purged);
      rows.put(
          query.job(),
          row.map(job -> JobObservation.seen(row(job))).orElseGet(() -> observe(query)));
    }
    return rows;
  }

  @Override
  public CancelResult cancel(JobQuery query) {
    if (!traits.canCancel()) {
      return CancelResult.unsupported();
    }
    Optional<InMemoryJob> job = backend.find(query.job().id());
    if (job.isEmpty() || job.get().state().isTerminal()) {
      return CancelResult.alreadyEnded();
    }
    backend.cancel(job.get(), Optional.of(cancelTakes));
    return CancelResult.requested();
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    if (!traits.canSearch()) {
      return LiveJobs.unknowable("this backend can not be searched");
    }
    return LiveJobs.of(
        backend.visible().stream()
            .filter(job -> job.uid().equals(resource.uid()) && backend.mayRun(job))
            .map(this::found)
            .toList());
  }

  private FoundJob found(InMemoryJob job) {
    JobRef ref = JobRef.of(instance, job.type(), job.id(), job.operation());
    return FoundJob.of(
        ref, Optional.of(job.claim()), Optional.of(job.configVersion()), status(job));
  }

  /** A look sees the living child of a workflow whose row has ended. */
  private static JobStatus look(InMemoryJob job) {
    if (job.proof == InMemoryBackend.Proof.TIME) {
      return status(job);
    }
    return JobStatus.of(job.isRunning() ? JobState.RUNNING : job.state());
  }

  private static JobStatus row(InMemoryJob job) {
    return JobStatus.builder(job.state()).settle(job.rowSettle).build();
  }

  private static JobStatus status(InMemoryJob job) {
    return JobStatus.builder(job.state()).settle(job.settle).build();
  }
}
