package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The jobs that may be alive, as the rules look at them: what is due about each. */
final class LivingJobs {
  private final View view;
  private final List<Job> jobs;

  /**
   * Those of a view.
   *
   * @param jobs of its status, those that may be alive
   */
  LivingJobs(View view, List<Job> jobs) {
    this.view = view;
    this.jobs = jobs;
  }

  Optional<Job> current(JobType type) {
    return view.status().job(type).filter(Job::mayBeAlive);
  }

  boolean any() {
    return !jobs.isEmpty();
  }

  private Optional<Job> first(Predicate<Job> which) {
    for (Job job : jobs) {
      if (which.test(job)) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  private JobSight sight(Job job) {
    return view.facts().sight().of(job.ref());
  }

  boolean isSignalled(Job job) {
    return view.traits(job.provider())
        .filter(each -> each.watch() == ProviderTraits.Watch.SIGNALLED)
        .isPresent();
  }

  /** A living job about which the provider must be asked before anything else is decided. */
  Optional<Job> toObserve() {
    return first(this::mustBeObserved);
  }

  private boolean mustBeObserved(Job job) {
    if (answer(job).isPresent()) {
      return false;
    }
    if (isSilent(job) && isOld(job)) {
      return true; // it is given up on no older word than one of now
    }
    if (isOverdue(job) && canBeCancelled(job)) {
      return true; // a person may have ended it, whose will a cancel would hide
    }
    return switch (job.standing()) {
      // of one whose provider is gone nothing else would be heard, nor that its provider is gone
      case ALIVE -> isHearsay(job) || isSignalled(job) || view.traits(job.provider()).isEmpty();
      // news end nothing that is not proven; and once the time has come, what was seen is older
      case SETTLING -> isHearsay(job) || untilSettled(job).isZero();
      case UNSEEN -> !view.facts().news().containsKey(job.ref());
      case DEAD -> false;
    };
  }

  /** Only news, or a cancel, told of its end. */
  boolean isHearsay(Job job) {
    return sight(job).isHearsay();
  }

  /** What is left until the end of a job may be believed. */
  Duration untilSettled(Job job) {
    Duration left = sight(job).settle().minus(sight(job).standing());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** A job that can not be seen even now, and has lived longer than any job can. */
  Optional<Job> pastItsLife() {
    return first(this::isPastItsLife);
  }

  private boolean isPastItsLife(Job job) {
    return isSilent(job) && isOld(job) && answer(job).flatMap(Answer::value).isPresent();
  }

  /** It would be given up, but nobody answers how it is: no answer is not an end. */
  boolean isUnanswered(Job job) {
    return isSilent(job) && isOld(job) && answer(job).flatMap(Answer::value).isEmpty();
  }

  /** Why nobody answered how it is, if somebody was asked. */
  Optional<String> silence(Job job) {
    return answer(job).flatMap(each -> each.match(seen -> Optional.empty(), Optional::of));
  }

  private boolean isOld(Job job) {
    return view.traits(job.provider())
        .filter(each -> sight(job).followed().compareTo(each.maxJobDuration()) >= 0)
        .isPresent();
  }

  private Optional<Answer<JobObservation>> answer(Job job) {
    return Optional.ofNullable(view.facts().answers().observations().get(job.ref()));
  }

  /** Nothing may ever be heard of it again: it is given up when no job can live any longer. */
  boolean isSilent(Job job) {
    return isHidden(job) || (isSignalled(job) && job.standing() == Standing.ALIVE);
  }

  /** Nothing can be seen of it, or nothing any more since it was seen at an end not yet certain. */
  boolean isHidden(Job job) {
    return switch (job.standing()) {
      case UNSEEN -> true;
      case SETTLING -> lastSeen(job).filter(LivingJobs::tellsNothing).isPresent();
      case ALIVE, DEAD -> false;
    };
  }

  private Optional<JobObservation> lastSeen(Job job) {
    return answer(job)
        .flatMap(Answer::value)
        .or(() -> Optional.ofNullable(view.facts().news().get(job.ref())));
  }

  /** A purge is no such thing: it tells of an end. */
  private static boolean tellsNothing(JobObservation observation) {
    return observation.match(seen -> false, purged -> false, hidden -> true, foreign -> true);
  }

  /** When it is to be given up, or its provider to be asked again. */
  Duration untilPastItsLife(Job job) {
    Duration life =
        view.traits(job.provider()).map(ProviderTraits::maxJobDuration).orElse(Duration.ofHours(1));
    Duration left = life.minus(sight(job).followed());
    return left.isNegative() || left.isZero() ? view.policy().askAgain() : left;
  }

  /** It was handed to a backend that shows no jobs, and gave no sign yet. */
  boolean isUnheardOf(Job job) {
    return isSignalled(job) && job.standing() == Standing.ALIVE && job.state() == JobState.UNKNOWN;
  }

  /**
   * A living job that a person declared to be over. Only one whose end may never be seen can be: of
   * signs alone one that runs looks like one that failed.
   */
  Optional<Job> abandoned() {
    return view.wish().overrides().resolution().isEmpty()
        ? Optional.empty()
        : first(job -> isSilent(job) && isSaidToBeOver(job));
  }

  private boolean isSaidToBeOver(Job job) {
    return view.resolution(nameFor(job))
        .filter(each -> each.verdict() == Overrides.Resolution.Verdict.ABANDON)
        .isPresent();
  }

  /** How a person names a job: by its operation, or by its id if it has none. */
  static String nameFor(Job job) {
    return job.operation().isEmpty() ? job.id() : job.operation();
  }

  /** Jobs that should end, and have not been asked to of late. */
  List<Job> toCancel() {
    List<Job> unwanted = new ArrayList<>();
    for (Job stray : view.status().strayJobs()) {
      if (canBeCancelled(stray)) {
        unwanted.add(stray);
      }
    }
    current(JobType.PROVISION)
        .filter(job -> view.isDeleting() || isSeenOverdue(job))
        .filter(this::canBeCancelled)
        .ifPresent(unwanted::add);
    current(JobType.DEPROVISION)
        .filter(this::isSeenOverdue)
        .filter(this::canBeCancelled)
        .ifPresent(unwanted::add);
    return unwanted;
  }

  private boolean canBeCancelled(Job job) {
    // what can not be seen can not be cancelled: it is shown to a person
    boolean running = job.mayBeAlive() && !job.state().isTerminal() && !isHidden(job);
    boolean able = view.traits(job.provider()).filter(ProviderTraits::canCancel).isPresent();
    boolean due =
        sight(job)
            .cancelAsked()
            .filter(since -> since.compareTo(view.policy().cancelEvery()) < 0)
            .isEmpty();
    return running && able && due;
  }

  private boolean isSeenOverdue(Job job) {
    return isOverdue(job) && answer(job).flatMap(Answer::value).isPresent();
  }

  /**
   * Since this process saw it first: when it was requested is told by the clock of another host.
   */
  boolean isOverdue(Job job) {
    return job.mayBeAlive() && !job.state().isTerminal() && beforeDeadline(job).isZero();
  }

  Duration untilOverdue(Job job) {
    Duration left = beforeDeadline(job);
    return left.isZero() ? view.policy().cancelEvery() : left;
  }

  private Duration beforeDeadline(Job job) {
    Duration left = view.policy().deadline(job.type()).minus(sight(job).followed());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
