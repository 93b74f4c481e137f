package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A situation as the rules look at it: what was observed is in the status already. */
final class View {
  private final Situation situation;
  private final ResourceStatus status;

  private View(Situation situation, ResourceStatus status) {
    this.situation = situation;
    this.status = status;
  }

  static View of(Situation situation) {
    Facts facts = situation.facts();
    Ledger ledger = new Ledger(situation.policy(), situation.wish().uid(), facts.now());
    ResourceStatus status = situation.status();
    Map<JobRef, JobObservation> observed = new HashMap<>();
    facts
        .answers()
        .observations()
        .forEach((job, answer) -> answer.value().ifPresent(now -> observed.put(job, now)));
    for (Map.Entry<JobRef, JobObservation> row : facts.news().entrySet()) {
      if (!observed.containsKey(row.getKey())) {
        status = ledger.heard(status, row.getKey(), row.getValue());
      }
    }
    for (Map.Entry<JobRef, JobObservation> look : observed.entrySet()) {
      status = ledger.observed(status, look.getKey(), look.getValue(), facts.sight());
    }
    return new View(situation, status);
  }

  Wish wish() {
    return situation.wish();
  }

  Facts facts() {
    return situation.facts();
  }

  Policy policy() {
    return situation.policy();
  }

  Instant now() {
    return facts().now();
  }

  ResourceStatus stored() {
    return situation.status();
  }

  ResourceStatus status() {
    return status;
  }

  Ledger ledger() {
    return new Ledger(policy(), wish().uid(), now());
  }

  // the person

  boolean isUnmanaged() {
    return wish().overrides().management() == Overrides.Management.UNMANAGED;
  }

  boolean isManual() {
    return wish().overrides().management() == Overrides.Management.MANUAL;
  }

  boolean isDeleting() {
    return wish().deleting();
  }

  boolean isOrphaned() {
    return isDeleting() && wish().overrides().orphan();
  }

  boolean retryAsked() {
    Optional<String> retry = wish().overrides().retry();
    return retry.isPresent() && !retry.equals(status.handledRetry());
  }

  /** A person's answer about that operation, if it is the one that is meant. */
  Optional<Overrides.Resolution> resolution(String operation) {
    return wish().overrides().resolution().filter(each -> each.operation().equals(operation));
  }

  // the engine's memory

  boolean wasNeverSeen() {
    return status.launchSequence().isEmpty();
  }

  /** The status of the Go operator has a job that names no operation, and no sequence. */
  boolean isTakenOver() {
    return wasNeverSeen()
        && status.jobs().findAny().isPresent()
        && status.jobs().allMatch(job -> job.operation().isEmpty());
  }

  boolean isStatusLost() {
    return wasNeverSeen() && (wish().hasFinalizer() || wish().showsEarlierWork());
  }

  // what may be alive

  Optional<Launch> launch() {
    return status.launch();
  }

  Optional<Job> living(JobType type) {
    return status.job(type).filter(Job::mayBeAlive);
  }

  boolean anythingAlive() {
    return status.jobs().anyMatch(Job::mayBeAlive);
  }

  Optional<ProviderTraits> traits(String provider) {
    return Optional.ofNullable(facts().traits().get(provider));
  }

  private boolean isSignalled(Job job) {
    return traits(job.provider())
        .filter(each -> each.watch() == ProviderTraits.Watch.SIGNALLED)
        .isPresent();
  }

  /** A living job about which the provider must be asked before anything else is decided. */
  Optional<Job> jobToObserve() {
    return status.jobs().filter(Job::mayBeAlive).filter(this::mustBeObserved).findFirst();
  }

  private boolean mustBeObserved(Job job) {
    if (facts().answers().observations().containsKey(job.ref())) {
      return false;
    }
    return switch (job.standing()) {
      // of one whose provider is gone nothing else would be heard, nor that its provider is gone
      case ALIVE -> isHearsay(job) || isSignalled(job) || traits(job.provider()).isEmpty();
      // news end nothing that is not proven; and once the time has come, what was seen is older
      case SETTLING -> isHearsay(job) || untilSettled(job).isZero();
      case UNSEEN -> !facts().news().containsKey(job.ref());
      case DEAD -> false;
    };
  }

  /** Only news, or a cancel, told of its end. */
  boolean isHearsay(Job job) {
    return facts().sight().hearsay().contains(job.ref());
  }

  /** What is left until the end of a job may be believed. */
  Duration untilSettled(Job job) {
    Duration settle = facts().sight().settle().getOrDefault(job.ref(), Duration.ZERO);
    Duration left = settle.minus(facts().sight().standing(job.ref()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** A job that can not be seen, and has lived longer than any job can. */
  Optional<Job> jobPastItsLife() {
    return status.jobs().filter(Job::mayBeAlive).filter(this::isPastItsLife).findFirst();
  }

  private boolean isPastItsLife(Job job) {
    boolean blind = isHidden(job) || isSignalled(job);
    boolean old =
        traits(job.provider())
            .filter(
                each -> facts().sight().followed(job.ref()).compareTo(each.maxJobDuration()) >= 0)
            .isPresent();
    return blind && old;
  }

  /** Nothing can be seen of it, or nothing any more since it was seen at an end not yet certain. */
  boolean isHidden(Job job) {
    return switch (job.standing()) {
      case UNSEEN -> true;
      case SETTLING -> lastSeen(job).filter(View::tellsNothing).isPresent();
      case ALIVE, DEAD -> false;
    };
  }

  private Optional<JobObservation> lastSeen(Job job) {
    return Optional.ofNullable(facts().answers().observations().get(job.ref()))
        .flatMap(Answer::value)
        .or(() -> Optional.ofNullable(facts().news().get(job.ref())));
  }

  /** A purge is no such thing: it tells of an end. */
  private static boolean tellsNothing(JobObservation observation) {
    return observation.match(seen -> false, purged -> false, hidden -> true, foreign -> true);
  }

  Duration untilPastItsLife(Job job) {
    Duration life =
        traits(job.provider()).map(ProviderTraits::maxJobDuration).orElse(Duration.ofHours(1));
    Duration left = life.minus(facts().sight().followed(job.ref()));
    return left.isNegative() ? Duration.ofSeconds(1) : left;
  }

  /** A living job that a person declared to be over. Only one that can not be seen may be. */
  Optional<Job> abandonedJob() {
    return status
        .jobs()
        .filter(this::isHidden)
        .filter(
            job ->
                resolution(nameFor(job))
                    .filter(each -> each.verdict() == Overrides.Resolution.Verdict.ABANDON)
                    .isPresent())
        .findFirst();
  }

  /** How a person names a job: by its operation, or by its id if it has none. */
  static String nameFor(Job job) {
    return job.operation().isEmpty() ? job.id() : job.operation();
  }

  // cancelling

  /** Jobs that should end, and have not been asked to of late. */
  List<Job> jobsToCancel() {
    List<Job> jobs = new ArrayList<>();
    status.strayJobs().stream().filter(this::canBeCancelled).forEach(jobs::add);
    status
        .provisionJob()
        .filter(job -> isDeleting() || isOverdue(job))
        .filter(this::canBeCancelled)
        .ifPresent(jobs::add);
    status
        .deprovisionJob()
        .filter(this::isOverdue)
        .filter(this::canBeCancelled)
        .ifPresent(jobs::add);
    return jobs;
  }

  private boolean canBeCancelled(Job job) {
    // what can not be seen can not be cancelled: it is shown to a person
    boolean running = job.mayBeAlive() && !job.state().isTerminal() && !isHidden(job);
    boolean able = traits(job.provider()).filter(ProviderTraits::canCancel).isPresent();
    Duration asked = facts().sight().cancelAsked().get(job.ref());
    boolean due = asked == null || asked.compareTo(policy().cancelEvery()) >= 0;
    return running && able && due;
  }

  boolean isOverdue(Job job) {
    return job.mayBeAlive()
        && !job.state().isTerminal()
        && now().isAfter(job.requestedAt().plus(policy().deadline(job.type())));
  }

  Duration untilOverdue(Job job) {
    Duration left = Duration.between(now(), job.requestedAt().plus(policy().deadline(job.type())));
    return left.isNegative() || left.isZero() ? policy().cancelEvery() : left;
  }

  // ends

  /** Somebody else cancelled the last job of that intent. */
  boolean isHeldByCancel(JobType type) {
    return status
            .job(type)
            .filter(job -> !job.mayBeAlive() && job.state() == JobState.CANCELED)
            .filter(job -> job.cancelRequested().isEmpty())
            .filter(job -> type == JobType.DEPROVISION || isOfDesired(job))
            .isPresent()
        && !retryAsked();
  }

  private boolean isOfDesired(Job job) {
    return job.configVersion().equals(desired());
  }

  /** What is left of the pause after the last failure of that effort. */
  Duration backoffLeft(JobType type) {
    if (retryAsked()) {
      return Duration.ZERO;
    }
    String intent = Ledger.intent(type, desired());
    return status
        .failure()
        .filter(failure -> failure.configVersion().equals(intent))
        .map(failure -> Duration.between(now(), failure.retryAt()))
        .filter(left -> !left.isNegative())
        // the clock that wrote it may have been another one
        .map(left -> left.compareTo(policy().backoffMax()) > 0 ? policy().backoffMax() : left)
        .orElse(Duration.ZERO);
  }

  // intent

  /** Computed anew only when the spec changed: an upgrade of this program changes nothing. */
  String desired() {
    boolean known = wish().generation() == status.observedGeneration() && wish().generation() != 0;
    return known
        ? status.desiredConfigVersion().orElse(wish().intent().configVersion())
        : wish().intent().configVersion();
  }

  boolean isReconciled() {
    return status.reconciledConfigVersion().filter(desired()::equals).isPresent();
  }

  /** It was ready, its spec did not change, and yet it wants a launch. */
  boolean isUnexplained() {
    return MassLaunch.isUnexplained(stored(), wish().generation()) && !retryAsked();
  }

  /** Providers that may have something running for the resource: who launched, and who would. */
  List<String> involvedProviders() {
    TreeSet<String> names = new TreeSet<>();
    status.jobs().forEach(job -> names.add(job.provider()));
    status.jobHistory().forEach(job -> names.add(job.provider()));
    names.add(wish().provider());
    names.removeIf(name -> !facts().traits().containsKey(name));
    return List.copyOf(names);
  }
}
