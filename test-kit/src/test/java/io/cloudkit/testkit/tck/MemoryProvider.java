package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.BackendCall.CANCEL;
import static io.cloudkit.testkit.tck.BackendCall.LAUNCH;
import static io.cloudkit.testkit.tck.BackendCall.QUESTION;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
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
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.tck.MemoryBackend.Cut;
import io.cloudkit.testkit.tck.MemoryBackend.Job;
import io.cloudkit.testkit.tck.MemoryBackend.No;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A provider that keeps every promise, with the abilities that its traits declare. */
record MemoryProvider(String instance, MemoryBackend backend, ProviderTraits traits)
    implements ProvisioningProvider {

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    if (request.sendBy().isPast()) {
      return ProvisionResult.waiting("too late to send", Duration.ZERO);
    }
    try {
      Job job = ask(LAUNCH, () -> backend.launch(request));
      return ProvisionResult.triggered(request.job(job.id), JobStatus.of(JobState.PENDING));
    } catch (No no) {
      return no.forNow
          ? ProvisionResult.waiting("the backend is busy", Duration.ofSeconds(1))
          : ProvisionResult.rejected(FailureKind.CONFIGURATION, "the backend refused");
    }
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    return DeprovisionResult.of(triggerProvision(request));
  }

  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    return Optional.of(String.valueOf(list(job -> true).size()));
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    if (!traits.canSearch()) {
      return Recovery.unknowable("look whether " + launch.plan().operation() + " ran");
    }
    Predicate<Job> wanted = job -> job.made.operation().equals(launch.plan().operation());
    return launch.resolvedBy(list(wanted).stream().map(this::found).toList(), "not in the list");
  }

  @Override
  public JobObservation observe(JobQuery query) {
    List<Job> jobs = list(job -> job.id.equals(query.job().id()));
    if (jobs.isEmpty()) {
      return JobObservation.foreign("there never was such a job");
    }
    return jobs.get(0).purged
        ? JobObservation.purged("its record was removed")
        : JobObservation.seen(status(jobs.get(0)));
  }

  /** By one question, whatever their number. */
  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    Map<String, JobRef> asked =
        active.stream().map(JobQuery::job).collect(Collectors.toMap(JobRef::id, ref -> ref));
    return list(job -> asked.containsKey(job.id) && !job.purged).stream()
        .collect(
            Collectors.toMap(
                job -> Objects.requireNonNull(asked.get(job.id)),
                job -> JobObservation.seen(status(job))));
  }

  @Override
  public CancelResult cancel(JobQuery query) {
    if (!traits.canCancel()) {
      return CancelResult.unsupported();
    }
    if (list(job -> job.id.equals(query.job().id()) && !job.state.isTerminal()).isEmpty()) {
      return CancelResult.alreadyEnded();
    }
    try {
      return ask(CANCEL, CancelResult::requested);
    } catch (No no) {
      return CancelResult.refused("the backend refused");
    }
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    return traits.canSearch()
        ? LiveJobs.of(
            list(job -> job.uid.equals(resource.uid()) && !ended(job)).stream()
                .map(this::found)
                .toList())
        : LiveJobs.unknowable("this backend shows no jobs");
  }

  @Override
  public List<Finding> preflight() {
    try {
      list(job -> false);
      return List.of();
    } catch (ProviderException unreachable) {
      return List.of(Finding.error("backend", "it does not answer", "look whether it runs"));
    }
  }

  private List<Job> list(Predicate<Job> which) {
    try {
      return ask(QUESTION, () -> backend.list(which));
    } catch (No no) {
      throw new ProviderException("the backend refused to tell");
    }
  }

  private <T> T ask(BackendCall call, Supplier<T> work) throws No {
    try {
      return backend.ask(call, traits.callTimeout(), work);
    } catch (Cut cut) {
      throw new ProviderException(call + ": no answer", cut);
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      throw new ProviderException(call + ": interrupted", told);
    }
  }

  private FoundJob found(Job job) {
    JobRef ref = JobRef.of(instance, job.made.type(), job.id, job.made.operation());
    return FoundJob.of(ref, Optional.of(job.made.claim()), Optional.of(job.version), status(job));
  }

  private static boolean ended(Job job) {
    return job.state.isTerminal() && job.proven;
  }

  private static JobStatus status(Job job) {
    return JobStatus.builder(job.state)
        .settle(job.proven ? Duration.ZERO : Duration.ofMinutes(1))
        .build();
  }
}
