package io.cloudkit.controller.decide;

import io.cloudkit.controller.decide.ProviderHealth.Silence;
import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with the providers that a resource needs now. It is told and decides nothing: a
 * preflight may be wrong, and what would work must not be kept from it.
 *
 * <p>What is shown stays while nothing is known yet: a process that has just begun would else take
 * it away, and tell of it anew a moment later.
 */
final class ProviderTrouble {
  /** Whoever is told that it is over may not have shown it yet, and shows it a moment later. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final View view;
  private final Draft draft;
  private final ResourceStatus next;

  /**
   * That of one decision.
   *
   * @param next what it writes
   */
  ProviderTrouble(Draft draft, ResourceStatus next) {
    this.view = draft.view();
    this.draft = draft;
    this.next = next;
  }

  /**
   * Shows what there is.
   *
   * @param launcher who is to launch something for the resource; empty if nothing is to be launched
   */
  void show(Optional<String> launcher) {
    showErrors(launcher);
    showSilence();
  }

  private void showErrors(Optional<String> launcher) {
    Set<String> needed = new LinkedHashSet<>();
    next.livingJobs().forEach(job -> needed.add(job.provider()));
    next.launch().map(Launch::provider).ifPresent(needed::add);
    launcher.ifPresent(needed::add);
    needed.removeIf(name -> view.traits(name).isEmpty());
    Map<String, Optional<String>> errors = view.facts().health().errors();
    Optional<String> troubled =
        needed.stream().filter(name -> known(errors, name).isPresent()).findFirst();
    if (troubled.isPresent()) {
      String name = troubled.get();
      show(
          ConditionType.PROVIDER_UNREADY,
          "PreflightFailed",
          "provider instance \"" + name + "\": " + known(errors, name).orElseThrow());
    } else if (!errors.keySet().containsAll(needed)) {
      keep(ConditionType.PROVIDER_UNREADY);
    }
  }

  private void showSilence() {
    Map<String, Optional<Silence>> silences = view.facts().health().silences();
    for (Job job : next.livingJobs()) {
      Optional<Silence> silence = known(silences, job.provider());
      if (silence.isPresent()) {
        show(
            ConditionType.JOB_STATE_STALE,
            "NoNews",
            "nothing was heard of job "
                + job.id()
                + " since "
                + silence.get().since()
                + ", and its state is as it was then: "
                + silence.get().reason());
        return;
      }
      if (isPolled(job) && !silences.containsKey(job.provider())) {
        keep(ConditionType.JOB_STATE_STALE);
      }
    }
  }

  private boolean isPolled(Job job) {
    return view.traits(job.provider())
        .filter(each -> each.watch() == ProviderTraits.Watch.POLLED)
        .isPresent();
  }

  private void keep(ConditionType type) {
    view.stored()
        .condition(type)
        .filter(Condition::isTrue)
        .ifPresent(each -> show(type, each.reason(), each.message()));
  }

  private void show(ConditionType type, String reason, String message) {
    draft.condition(type, reason, message).wakeAfter(LOOK_AGAIN);
  }

  private static <T> Optional<T> known(Map<String, Optional<T>> all, String provider) {
    return all.getOrDefault(provider, Optional.empty());
  }

  /** What is added to a sentence about a job of which nothing is heard; nothing about others. */
  static String sinceWhen(View view, Job job) {
    return known(view.facts().health().silences(), job.provider())
        .map(silence -> "; nothing was heard of it since " + silence.since())
        .orElse("");
  }
}
