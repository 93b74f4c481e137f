package io.cloudkit.controller.status;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The engine's part of a resource's status. There is one slot for each of the unresolved launch,
 * the current provision job and the current deprovision job: two unresolved launches can not be
 * written down.
 *
 * @param observedGeneration the generation that {@code desiredConfigVersion} was computed from
 * @param reconciledConfigVersion the intent that the infrastructure is known to have; empty while a
 *     job changes it
 * @param strayJobs jobs of the resource that the engine did not want: cancelled, followed to their
 *     end
 * @param jobHistory jobs that ended, newest last, bounded for each type
 * @param launchSequence how many permissions to launch were written that may have been used; 0
 *     while nothing was ever launched; empty if the engine never wrote here, or its memory was lost
 * @param unansweredClaims permissions of which nobody told what came of them, and no job is known,
 *     newest last, bounded: their requests may have left late; empty if they were not kept from the
 *     beginning on, because the memory was lost or is of an earlier version
 * @param handledRetry the last request to retry that was followed
 * @param handledRerun the last request to run again that was followed
 * @param statusLoss the name of the loss that a person is asked about; empty unless the memory was
 *     lost
 */
public record ResourceStatus(
    Optional<Phase> phase,
    long observedGeneration,
    Optional<String> desiredConfigVersion,
    Optional<String> reconciledConfigVersion,
    Optional<Job> provisionJob,
    Optional<Job> deprovisionJob,
    List<Job> strayJobs,
    List<Job> jobHistory,
    Optional<Long> launchSequence,
    Optional<Launch> launch,
    Optional<List<String>> unansweredClaims,
    Optional<Failure> failure,
    Optional<String> handledRetry,
    Optional<String> handledRerun,
    Optional<String> statusLoss,
    List<Condition> conditions) {

  /** Nothing was ever written. */
  public static final ResourceStatus EMPTY =
      new ResourceStatus(
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public ResourceStatus {
    Objects.requireNonNull(phase, "phase");
    strayJobs = List.copyOf(strayJobs);
    jobHistory = List.copyOf(jobHistory);
    unansweredClaims = unansweredClaims.map(List::copyOf);
    conditions = List.copyOf(conditions);
  }

  /** The current job of that type. */
  public Optional<Job> job(JobType type) {
    return type == JobType.PROVISION ? provisionJob : deprovisionJob;
  }

  /** All jobs that may be alive, or were current last: the two slots and the strays. */
  public Stream<Job> jobs() {
    return jobs(job -> true).stream();
  }

  /** Those of {@link #jobs()} of which anything may still run. */
  public List<Job> livingJobs() {
    return jobs(Job::mayBeAlive);
  }

  private List<Job> jobs(Predicate<Job> which) {
    List<Job> jobs = new ArrayList<>(2 + strayJobs.size());
    provisionJob.filter(which).ifPresent(jobs::add);
    deprovisionJob.filter(which).ifPresent(jobs::add);
    for (Job stray : strayJobs) {
      if (which.test(stray)) {
        jobs.add(stray);
      }
    }
    return jobs;
  }

  /** The job of that name among {@link #jobs()}. */
  public Optional<Job> job(JobRef ref) {
    for (Job job : jobs(any -> true)) {
      if (job.ref().equals(ref)) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether that job is current, stray or in the history. The id alone does not tell: a backend
   * that was restored gives ids a second time, to jobs of other operations.
   */
  public boolean knows(JobRef ref) {
    return job(ref).isPresent() || jobHistory.stream().anyMatch(job -> job.ref().equals(ref));
  }

  /** The permissions whose jobs are current, stray or in the history. */
  public Set<String> claims() {
    return Stream.concat(jobs(), jobHistory.stream())
        .map(Job::claim)
        .filter(claim -> !claim.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Whether the user's intent is what the infrastructure is known to have. */
  public boolean isReconciled() {
    return desiredConfigVersion.isPresent() && desiredConfigVersion.equals(reconciledConfigVersion);
  }

  public Optional<Condition> condition(ConditionType type) {
    for (Condition each : conditions) {
      if (each.type().equals(type.toString())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  public boolean isTrue(ConditionType type) {
    return condition(type).filter(Condition::isTrue).isPresent();
  }

  /** This status, with each of {@link #jobs()} changed in its place. */
  public ResourceStatus mapJobs(UnaryOperator<Job> change) {
    List<Job> strays = new ArrayList<>();
    strayJobs.forEach(job -> strays.add(change.apply(job)));
    return edit()
        .provisionJob(provisionJob.map(change))
        .deprovisionJob(deprovisionJob.map(change))
        .strayJobs(strays)
        .build();
  }

  public StatusEdit edit() {
    return new StatusEdit(this);
  }
}
