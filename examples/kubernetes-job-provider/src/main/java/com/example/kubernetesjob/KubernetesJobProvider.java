package com.example.kubernetesjob;

import io.cloudkit.provisioning.api.*;
import io.cloudkit.provisioning.spi.*;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.*;
import java.util.function.Supplier;

/**
 * Runs each operation as a Kubernetes Job. The Job is named after the operation, so the API server
 * itself lets an operation have one Job, however often it is sent.
 */
record KubernetesJobProvider(String instance, Job template, KubernetesClient client)
    implements ProvisioningProvider {

  @Override
  public ProviderTraits traits() {
    // not deduplicates(): a Job that its time to live has removed leaves its name free
    return ProviderTraits.polled().canCancel().canSearch().build();
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    OperationJob job = OperationJob.of(template, instance, request);
    if (request.sendBy().isPast()) {
      return ProvisionResult.waiting("too late to send", Duration.ZERO);
    }
    try {
      client.resource(job.job()).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 || find(job.name()).isEmpty()) {
        return refusal(e);
      } // else an earlier send of this operation made it
    }
    return ProvisionResult.triggered(request.job(job.name()), JobStatus.of(JobState.PENDING));
  }

  private static ProvisionResult refusal(KubernetesClientException e) {
    String reason = "no Job: " + (e.getStatus() == null ? e : e.getStatus().getMessage());
    return switch (e.getCode()) {
      case 400, 404, 413, 422 -> ProvisionResult.rejected(FailureKind.CONFIGURATION, reason);
      case 401, 403 -> ProvisionResult.rejected(FailureKind.UNAUTHORIZED, reason);
      case 429 -> ProvisionResult.waiting("the API server is busy", Duration.ofSeconds(5));
      default -> throw new ProviderException("create a Job: no definite answer", e);
    };
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    return triggerProvision(request)
        .match(
            DeprovisionResult::triggered, DeprovisionResult::waiting, DeprovisionResult::rejected);
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    Optional<OperationJob> job = find(OperationJob.name(launch.plan().operation()));
    if (job.isPresent()) {
      return Recovery.found(List.of(job.get().found(instance)));
    }
    return launch.isSettled()
        ? Recovery.notLaunched("the API server has no Job of that name")
        : Recovery.tooEarly(launch.untilSettled());
  }

  @Override
  public JobObservation observe(JobQuery query) {
    return observation(query, find(query.job().id()));
  }

  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    Map<String, OperationJob> jobs = new HashMap<>();
    list(OperationJob.PROVIDER, instance).forEach(job -> jobs.put(job.name(), job));
    Map<JobRef, JobObservation> news = new HashMap<>();
    for (JobQuery query : active) {
      Optional<OperationJob> job = Optional.ofNullable(jobs.get(query.job().id()));
      news.put(query.job(), observation(query, job));
    }
    return news;
  }

  private static JobObservation observation(JobQuery query, Optional<OperationJob> job) {
    if (job.isEmpty()) {
      return JobObservation.purged("the Job was deleted, or its time to live is over");
    }
    return job.get().isFor(query.resource())
        ? JobObservation.seen(job.get().status())
        : JobObservation.foreign("the Job was not made for this resource");
  }

  @Override
  public CancelResult cancel(JobQuery query) {
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    String name = query.job().id();
    asked(() -> client.batch().v1().jobs().withName(name).patch(merge, OperationJob.CANCEL));
    return CancelResult.requested();
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    return LiveJobs.of(
        list(OperationJob.RESOURCE, resource.uid()).stream()
            .map(job -> job.found(instance))
            .filter(job -> !job.status().state().isTerminal())
            .toList());
  }

  private Optional<OperationJob> find(String name) {
    return Optional.ofNullable(asked(() -> client.batch().v1().jobs().withName(name).get()))
        .map(OperationJob::new);
  }

  private List<OperationJob> list(String label, String value) {
    return asked(() -> client.batch().v1().jobs().withLabel(label, value).list())
        .getItems()
        .stream()
        .map(OperationJob::new)
        .toList();
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      throw new ProviderException("the API server does not answer as expected", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
