package com.example.kubernetesjob;

import io.cloudkit.provisioning.api.*;
import io.cloudkit.provisioning.spi.*;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.*;

/**
 * Runs each operation as a Kubernetes Job. The Job is named after the operation, so the API server
 * itself lets an operation have one Job, however often it is sent.
 */
record KubernetesJobProvider(String instance, Job template, KubernetesClient client)
    implements NamedJobsProvider {
  private static final String OURS = "jobs.example.com/";
  private static final String RESOURCE = OURS + "resource";
  private static final Map<String, JobState> ENDS =
      Map.of("Complete", JobState.SUCCEEDED, "Failed", JobState.FAILED);

  @Override
  public ProviderTraits traits() {
    // not deduplicates(): a Job that its time to live has removed leaves its name free
    return ProviderTraits.polled().canCancel().canSearch().build();
  }

  @Override
  public ProvisionResult create(JobRef job, LaunchRequest request) {
    try {
      client.resource(manifest(job.id(), request)).create();
      return ProvisionResult.triggered(job, JobStatus.of(JobState.PENDING));
    } catch (KubernetesClientException e) {
      String reason = "no Job: " + (e.getStatus() == null ? e : e.getStatus().getMessage());
      return switch (e.getCode()) {
        case 400, 404, 413, 422 -> ProvisionResult.rejected(FailureKind.CONFIGURATION, reason);
        case 401, 403 -> ProvisionResult.rejected(FailureKind.UNAUTHORIZED, reason);
        case 429 -> ProvisionResult.waiting("the API server is busy", Duration.ofSeconds(5));
        // an earlier send of this operation made it; or there is none, and nothing is known
        case 409 -> ProvisionResult.triggered(job, find(job.id()).orElseThrow(() -> e).status());
        default -> throw e;
      };
    }
  }

  private Job manifest(String name, LaunchRequest request) {
    Map<String, String> facts = new HashMap<>(request.facts().texts(OURS));
    Job job = Serialization.clone(template);
    job.setMetadata(
        new ObjectMetaBuilder(template.getMetadata())
            .withName(name)
            .addToLabels(Map.of(OURS + "provider", instance, RESOURCE, request.resource().uid()))
            .addToAnnotations(facts)
            .build());
    facts.put(RESOURCE, Serialization.asJson(request.resource().document()));
    PodTemplateSpec pod = job.getSpec().getTemplate();
    pod.setMetadata(new ObjectMetaBuilder(pod.getMetadata()).addToAnnotations(facts).build());
    return job;
  }

  @Override
  public Optional<NamedJob> find(String name) {
    return Optional.ofNullable(client.batch().v1().jobs().withName(name).get())
        .map(KubernetesJobProvider::view);
  }

  @Override
  public Optional<List<NamedJob>> list() {
    return labelled(OURS + "provider", instance);
  }

  @Override
  public Optional<List<NamedJob>> listFor(ResourceSnapshot resource) {
    return labelled(RESOURCE, resource.uid());
  }

  private Optional<List<NamedJob>> labelled(String label, String value) {
    List<Job> jobs = client.batch().v1().jobs().withLabel(label, value).list().getItems();
    return Optional.of(jobs.stream().map(KubernetesJobProvider::view).toList());
  }

  private static NamedJob view(Job job) {
    LaunchFacts echo = LaunchFacts.read(OURS, job.getMetadata().getAnnotations());
    return NamedJob.of(job.getMetadata().getName(), status(job)).echoing(echo);
  }

  private static JobStatus status(Job job) {
    var status = new JobBuilder(job).editOrNewStatus();
    for (JobCondition condition : status.buildConditions()) {
      JobState end = ENDS.get(condition.getType());
      if (end != null && condition.getStatus().equals("True")) {
        boolean cancelled = job.getMetadata().getAnnotations().containsKey(OURS + "cancelled");
        JobState state = cancelled && end == JobState.FAILED ? JobState.CANCELED : end;
        return JobStatus.of(state, Objects.toString(condition.getMessage(), ""));
      }
    }
    boolean active = Objects.requireNonNullElse(status.getActive(), 0) > 0;
    return JobStatus.of(active ? JobState.RUNNING : JobState.PENDING);
  }

  @Override
  public CancelResult cancel(String name) {
    // the deadline kills the pods, and the Job stays to tell when they are gone
    String patch =
        """
        {"metadata": {"annotations": {"jobs.example.com/cancelled": "true"}},
         "spec": {"activeDeadlineSeconds": 1, "suspend": false}}
        """;
    client.batch().v1().jobs().withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    return CancelResult.requested();
  }

  @Override
  public void close() {
    client.close();
  }
}
