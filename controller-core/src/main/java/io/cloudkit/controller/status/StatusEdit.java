package io.cloudkit.controller.status;

import io.cloudkit.provisioning.api.JobType;
import java.util.List;
import java.util.Optional;

/** A status in the making, from another one. Not thread-safe. */
public final class StatusEdit {
  private Optional<Phase> phase;
  private long observedGeneration;
  private Optional<String> desiredConfigVersion;
  private Optional<String> reconciledConfigVersion;
  private Optional<Job> provisionJob;
  private Optional<Job> deprovisionJob;
  private List<Job> strayJobs;
  private List<Job> jobHistory;
  private Optional<Long> launchSequence;
  private Optional<Launch> launch;
  private Optional<List<String>> unansweredClaims;
  private Optional<Failure> failure;
  private Optional<String> handledRetry;
  private Optional<String> handledRerun;
  private Optional<String> statusLoss;
  private List<Condition> conditions;

  StatusEdit(ResourceStatus from) {
    phase = from.phase();
    observedGeneration = from.observedGeneration();
    desiredConfigVersion = from.desiredConfigVersion();
    reconciledConfigVersion = from.reconciledConfigVersion();
    provisionJob = from.provisionJob();
    deprovisionJob = from.deprovisionJob();
    strayJobs = from.strayJobs();
    jobHistory = from.jobHistory();
    launchSequence = from.launchSequence();
    launch = from.launch();
    unansweredClaims = from.unansweredClaims();
    failure = from.failure();
    handledRetry = from.handledRetry();
    handledRerun = from.handledRerun();
    statusLoss = from.statusLoss();
    conditions = from.conditions();
  }

  public StatusEdit phase(Phase value) {
    phase = Optional.of(value);
    return this;
  }

  public StatusEdit observedGeneration(long value) {
    observedGeneration = value;
    return this;
  }

  public StatusEdit desiredConfigVersion(Optional<String> value) {
    desiredConfigVersion = value;
    return this;
  }

  public StatusEdit reconciledConfigVersion(Optional<String> value) {
    reconciledConfigVersion = value;
    return this;
  }

  public StatusEdit provisionJob(Optional<Job> value) {
    provisionJob = value;
    return this;
  }

  public StatusEdit deprovisionJob(Optional<Job> value) {
    deprovisionJob = value;
    return this;
  }

  /** Puts a job into the slot of its type. */
  public StatusEdit currentJob(Job job) {
    return job.type() == JobType.PROVISION
        ? provisionJob(Optional.of(job))
        : deprovisionJob(Optional.of(job));
  }

  public StatusEdit strayJobs(List<Job> value) {
    strayJobs = value;
    return this;
  }

  public StatusEdit jobHistory(List<Job> value) {
    jobHistory = value;
    return this;
  }

  public StatusEdit launchSequence(long value) {
    launchSequence = Optional.of(value);
    return this;
  }

  public StatusEdit launch(Optional<Launch> value) {
    launch = value;
    return this;
  }

  public StatusEdit unansweredClaims(Optional<List<String>> value) {
    unansweredClaims = value;
    return this;
  }

  public StatusEdit failure(Optional<Failure> value) {
    failure = value;
    return this;
  }

  public StatusEdit statusLoss(Optional<String> value) {
    statusLoss = value;
    return this;
  }

  public StatusEdit handledRetry(Optional<String> value) {
    handledRetry = value;
    return this;
  }

  public StatusEdit handledRerun(Optional<String> value) {
    handledRerun = value;
    return this;
  }

  public StatusEdit conditions(List<Condition> value) {
    conditions = value;
    return this;
  }

  public ResourceStatus build() {
    return new ResourceStatus(
        phase,
        observedGeneration,
        desiredConfigVersion,
        reconciledConfigVersion,
        provisionJob,
        deprovisionJob,
        strayJobs,
        jobHistory,
        launchSequence,
        launch,
        unansweredClaims,
        failure,
        handledRetry,
        handledRerun,
        statusLoss,
        conditions);
  }
}
