package io.cloudkit.controller.decide;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Launch;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A provider that worked for a resource and can not be asked: it is configured and could not be
 * made, or it is not configured any more. Only a person can change that, and is told how.
 */
final class AbsentProvider {
  private AbsentProvider() {}

  /** Whether nobody can find out what became of the unresolved launch, as who sent it is absent. */
  static boolean sentTheLaunch(View view) {
    return view.launch().filter(launch -> view.traits(launch.provider()).isEmpty()).isPresent();
  }

  /** Only who sent a launch can find it; or a person, who looks there. */
  static Decision ofTheLaunch(Draft draft) {
    Launch launch = draft.view().launch().orElseThrow();
    String sent =
        "operation "
            + launch.operation()
            + " was sent by provider instance \""
            + launch.provider()
            + "\", which ";
    String word = draft.view().annotation("resolve-launch", launch.operation());
    String byHand =
        ", or look at its backend what became of it and annotate "
            + word
            + "=retry if nothing was launched, or =abandon if it is over";
    Optional<String> why = whyUnusable(draft.view(), launch.provider());
    if (why.isPresent()) {
      String message =
          sent + "is configured, but could not be made: " + why.get() + ". Mend that" + byHand;
      return draft
          .condition(ConditionType.STALLED, "ProviderUnusable", message)
          .failed("ProviderUnusable", message);
    }
    String message =
        sent
            + notConfigured(draft.view())
            + ". Configure it again"
            + byHand
            + UnresolvedRules.answerToAnother(draft.view(), launch.operation());
    return draft
        .condition(ConditionType.LAUNCH_UNRESOLVED, "LaunchUnresolved", message)
        .failed("LaunchUnresolved", message);
  }

  private static String notConfigured(View view) {
    return "is not configured any more (configured are "
        + new TreeSet<>(view.facts().traits().keySet())
        + ")";
  }

  private static Optional<String> whyUnusable(View view, String provider) {
    return Optional.ofNullable(view.facts().unusable().get(provider));
  }

  /**
   * Before a deprovision: something may run at an instance that is configured and can not be asked
   * (X1). One that is not configured any more is not waited for, since a team may have moved on
   * from it; no job of it that is known can be alive here.
   *
   * @return what to do about it; empty if all that are configured can be asked
   */
  static Optional<Decision> beforeDeprovision(Draft draft) {
    View view = draft.view();
    return view.involvedProviders().stream()
        .filter(name -> view.traits(name).isEmpty())
        .findFirst()
        .map(name -> waitFor(draft, name, whyUnusable(view, name).orElseThrow()));
  }

  private static Decision waitFor(Draft draft, String provider, String why) {
    String message =
        "deprovision waits until it is known what runs at provider instance \""
            + provider
            + "\", which worked for this resource and is configured, but could not be made: "
            + why
            + ". Mend that, or annotate "
            + draft.view().annotation("deletion-policy", "orphan")
            + " to let the resource go and leave the infrastructure";
    return draft
        .condition(ConditionType.STALLED, "ProviderUnusable", message)
        .failed("ProviderUnusable", message);
  }
}
