package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Failure;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.Standing;
import io.cloudkit.controller.status.StatusEdit;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A decision in the making: what the status shall say, what shall be done. Not thread-safe. */
final class Draft {
  /** A condition that applies. */
  private record Claimed(String reason, String message) {}

  private final String rule;
  private final View view;
  private ResourceStatus status;
  private Effect effect = Effect.none();
  private Optional<Duration> wake = Optional.empty();
  private final List<Notice> notices = new ArrayList<>();
  private final Map<ConditionType, Claimed> extra = new EnumMap<>(ConditionType.class);
  private Optional<Claimed> refused = Optional.empty();
  private boolean released;

  Draft(String rule, View view) {
    this.rule = rule;
    this.view = view;
    this.status = view.status();
    tellWhatFailed();
  }

  /** What was just seen to fail; whatever follows from it has its own words. */
  private void tellWhatFailed() {
    status
        .jobs()
        .filter(job -> !job.mayBeAlive() && job.state() == JobState.FAILED)
        .filter(job -> view.stored().job(job.ref()).filter(Job::mayBeAlive).isPresent())
        .forEach(
            job ->
                tell(
                    Notice.warning(
                        "JobFailed", job.type() + " job " + job.id() + " " + Ledger.ending(job))));
  }

  View view() {
    return view;
  }

  ResourceStatus status() {
    return status;
  }

  Draft change(UnaryOperator<ResourceStatus> change) {
    status = change.apply(status);
    return this;
  }

  Draft effect(Effect value) {
    effect = value;
    return this;
  }

  Draft tell(Notice notice) {
    notices.add(notice);
    return this;
  }

  Draft condition(ConditionType type, String reason, String message) {
    extra.put(type, new Claimed(reason, message));
    return this;
  }

  /** What the user asks for can not be acted upon. */
  Draft refuse(String reason, String message) {
    refused = Optional.of(new Claimed(reason, message));
    return this;
  }

  /** Look again after that time at the latest. */
  Draft wakeAfter(Duration delay) {
    wake = Optional.of(wake.filter(each -> each.compareTo(delay) < 0).orElse(delay));
    return this;
  }

  /** Ask, and decide again: nothing is written. */
  Decision ask(Question question) {
    return new Decision(rule, view.stored(), Effect.ask(question), Optional.empty(), List.of());
  }

  /** Leave everything as it is. */
  Decision nothing() {
    return new Decision(rule, view.stored(), Effect.none(), wake, notices);
  }

  /** The resource may go. */
  Decision release(ReleaseGround ground, String message) {
    released = true;
    if (view.wish().hasFinalizer()) {
      effect = Effect.release(ground);
    } else {
      notices.clear(); // it was told when it was let go
    }
    return conclude(Phase.DELETING, "Released", message);
  }

  /** Work goes on. */
  Decision progressing(String reason, String message) {
    return finish(view.isDeleting() ? Phase.DELETING : Phase.PROGRESSING, "True", reason, message);
  }

  /** Nothing goes on until something changes. */
  Decision failed(String reason, String message) {
    return finish(view.isDeleting() ? Phase.DELETING : Phase.FAILED, "False", reason, message);
  }

  /** Nothing is to be done. */
  Decision conclude(Phase phase, String reason, String message) {
    return finish(phase, "False", reason, message);
  }

  private Decision finish(Phase phase, String progressing, String reason, String message) {
    jobTimers();
    StatusEdit edit =
        status
            .edit()
            .phase(phase)
            .observedGeneration(view.wish().generation())
            .desiredConfigVersion(Optional.of(view.desired()));
    if (status.failure().filter(this::isOfAnotherIntent).isPresent()) {
      edit.failure(Optional.empty());
    }
    ResourceStatus next = edit.build();
    next = edit.conditions(conditions(next, progressing, reason, message)).build();
    return new Decision(rule, next, effect, wake, notices);
  }

  private boolean isOfAnotherIntent(Failure failure) {
    return Stream.of(JobType.values())
        .noneMatch(type -> Failures.isOf(failure, type, view.desired()));
  }

  /** A job that may be alive is looked at again when something about it falls due. */
  private void jobTimers() {
    for (Job job : status.livingJobs()) {
      if (job.standing() == Standing.SETTLING) {
        Duration left =
            view.living().isHearsay(job) ? Duration.ZERO : view.living().untilSettled(job);
        wakeAfter(atLeast(left, view.policy().askAgain()));
      } else {
        wakeAfter(view.living().untilOverdue(job));
      }
      if (job.standing() == Standing.UNSEEN) {
        wakeAfter(view.policy().cancelEvery());
      }
      if (job.cancelRequested().isPresent()) {
        wakeAfter(view.policy().cancelEvery());
      }
      if (view.living().isSilent(job)) {
        wakeAfter(view.living().untilPastItsLife(job));
      }
    }
  }

  private Duration atLeast(Duration delay, Duration ifZero) {
    return delay.isZero() ? ifZero : delay;
  }

  private List<Condition> conditions(
      ResourceStatus next, String progressing, String reason, String message) {
    List<Condition> all = new ArrayList<>();
    Claimed accepted = refused.orElse(new Claimed("Accepted", "the spec can be acted upon"));
    all.add(condition(ConditionType.ACCEPTED, refused.isPresent() ? "False" : "True", accepted));
    all.add(condition(ConditionType.PROGRESSING, progressing, new Claimed(reason, message)));
    // a launch that is unresolved may be changing it: the spec can be back at an earlier value
    boolean changing = next.launch().isPresent();
    boolean available = next.isReconciled() && !changing && !view.isDeleting();
    all.add(
        condition(
            ConditionType.AVAILABLE,
            available ? "True" : "False",
            available
                ? new Claimed("Provisioned", "the infrastructure is as the spec asks")
                : new Claimed(reason, message)));
    all.add(
        condition(
            ConditionType.DELETING,
            view.isDeleting() ? "True" : "False",
            view.isDeleting()
                ? new Claimed(reason, message)
                : new Claimed("NotDeleting", "deletion was not asked for")));
    overlapStays(next);
    if (!view.isUnmanaged() && !released) {
      new ProviderTrouble(this, next).show(launcher(next));
    }
    extra.forEach((type, claimed) -> all.add(condition(type, "True", claimed)));
    tellWhatIsNew();
    for (Condition each : view.stored().conditions()) {
      if (!ConditionType.isOne(each.type())) {
        all.add(each); // another writer's
      }
    }
    return all;
  }

  /** Who launches next for the resource, as far as nobody has to change it before. */
  private Optional<String> launcher(ResourceStatus next) {
    boolean isHalted =
        refused.isPresent()
            || extra.containsKey(ConditionType.HELD)
            || extra.containsKey(ConditionType.STATUS_LOST);
    return isHalted || next.phase().filter(each -> each == Phase.READY).isPresent()
        ? Optional.empty()
        : Optional.of(view.wish().provider());
  }

  /** A condition that a person may have to act upon is told of when it comes, or changes. */
  private void tellWhatIsNew() {
    extra.forEach(
        (type, claimed) -> {
          // what a preflight finds is another matter each time
          Predicate<Condition> same =
              type == ConditionType.PROVIDER_UNREADY
                  ? each -> each.message().equals(claimed.message())
                  : each -> each.reason().equals(claimed.reason());
          if (stored(type, "True").filter(same).isEmpty()) {
            tellOnce(claimed);
          }
        });
    refused
        .filter(
            claimed ->
                stored(ConditionType.ACCEPTED, "False")
                    .filter(each -> each.message().equals(claimed.message()))
                    .isEmpty())
        .ifPresent(this::tellOnce);
  }

  private Optional<Condition> stored(ConditionType type, String value) {
    return view.stored().condition(type).filter(each -> each.status().equals(value));
  }

  private void tellOnce(Claimed claimed) {
    if (notices.stream().noneMatch(each -> each.message().equals(claimed.message()))) {
      notices.add(Notice.warning(claimed.reason(), claimed.message()));
    }
  }

  /** It is shown until the infrastructure is known again. */
  private void overlapStays(ResourceStatus next) {
    ConditionType type = ConditionType.OVERLAP_POSSIBLE;
    view.stored()
        .condition(type)
        .filter(each -> each.isTrue() && !next.isReconciled())
        .ifPresent(each -> extra.putIfAbsent(type, new Claimed(each.reason(), each.message())));
  }

  private Condition condition(ConditionType type, String value, Claimed claimed) {
    return new Condition(
        type.toString(),
        value,
        claimed.reason(),
        claimed.message(),
        view.wish().generation(),
        view.stored()
            .condition(type)
            .filter(each -> each.status().equals(value))
            .map(Condition::lastTransitionTime)
            .orElse(view.now()));
  }

  /** Takes the permission to send that launch; it is written before anything is sent (L1). */
  Draft permit(Launch launch) {
    ResourceStatus closed = Permissions.close(status);
    StatusEdit edit =
        closed
            .edit()
            .launch(Optional.of(launch))
            .launchSequence(closed.launchSequence().orElse(0L) + 1);
    if (view.retryAsked()) {
      edit.handledRetry(view.wish().overrides().retry());
    }
    status = edit.build();
    return effect(Effect.launch(launch));
  }
}
