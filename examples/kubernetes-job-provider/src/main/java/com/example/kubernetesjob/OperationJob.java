package com.example.kubernetesjob;

import io.cloudkit.provisioning.api.*;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/** A Job that carries what it was launched for, and what it says about that. */
record OperationJob(Job job) {
  static final String PROVIDER = "jobs.example.com/provider";
  static final String RESOURCE = "jobs.example.com/resource";
  private static final String OPERATION = "jobs.example.com/operation";
  private static final String CLAIM = "jobs.example.com/claim";
  private static final String TYPE = "jobs.example.com/type";
  private static final String CONFIG_VERSION = "jobs.example.com/config-version";
  private static final String CANCELLED = "jobs.example.com/cancelled";

  /** A merge patch: the deadline kills the pods, and the Job stays to tell when they are gone. */
  static final String CANCEL =
      """
      {"metadata": {"annotations": {"%s": "true"}},
       "spec": {"activeDeadlineSeconds": 1, "suspend": false}}\
      """
          .formatted(CANCELLED);

  static String name(String operation) {
    return "cloudkit-" + operation;
  }

  static OperationJob of(Job template, String provider, LaunchRequest request) {
    Map<String, String> facts =
        Map.of(
            OPERATION, request.operation(),
            CLAIM, request.claim(),
            TYPE, request.type().toString(),
            CONFIG_VERSION, request.configVersion());
    Job job =
        new JobBuilder(template)
            .editOrNewMetadata()
            .withName(name(request.operation()))
            .addToLabels(Map.of(PROVIDER, provider, RESOURCE, request.resource().uid()))
            .addToAnnotations(facts)
            .endMetadata()
            .editSpec()
            .editTemplate()
            .editOrNewMetadata()
            .addToAnnotations(facts)
            .addToAnnotations(RESOURCE, Serialization.asJson(request.resource().document()))
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    return new OperationJob(job);
  }

  String name() {
    return job.getMetadata().getName();
  }

  boolean isFor(ResourceSnapshot resource) {
    return resource.uid().equals(job.getMetadata().getLabels().get(RESOURCE));
  }

  FoundJob found(String provider) {
    Map<String, String> facts = job.getMetadata().getAnnotations();
    JobType type = JobType.fromText(facts.get(TYPE));
    return FoundJob.of(
        JobRef.of(provider, type, name(), facts.get(OPERATION)),
        Optional.of(facts.get(CLAIM)),
        Optional.of(facts.get(CONFIG_VERSION)),
        status());
  }

  JobStatus status() {
    if (job.getStatus() == null) {
      return JobStatus.of(JobState.PENDING);
    }
    for (JobCondition condition : job.getStatus().getConditions()) {
      if (condition.getType().equals("Complete") && condition.getStatus().equals("True")) {
        return JobStatus.of(JobState.SUCCEEDED);
      }
      if (condition.getType().equals("Failed") && condition.getStatus().equals("True")) {
        boolean cancelled = job.getMetadata().getAnnotations().containsKey(CANCELLED);
        JobState state = cancelled ? JobState.CANCELED : JobState.FAILED;
        return JobStatus.builder(state).message(condition.getMessage()).build();
      }
    }
    boolean active = job.getStatus().getActive() != null && job.getStatus().getActive() > 0;
    return JobStatus.of(active ? JobState.RUNNING : JobState.PENDING);
  }
}
