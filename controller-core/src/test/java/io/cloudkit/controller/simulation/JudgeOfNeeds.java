package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.Map;
import java.util.Set;

/** Judges what a person is needed for: nothing without cause (P). */
final class JudgeOfNeeds {
  /** Nobody is asked to help before so many efforts were refused, or were jobs. */
  private static final int SMALLEST_BUDGET = 2;

  private final Backends backends;
  private final Chronicle chronicle;
  private final Verdict verdict;

  JudgeOfNeeds(Backends backends, Chronicle chronicle, Verdict verdict) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.verdict = verdict;
  }

  void writes(String writer, SimulatedApi.Version before, ResourceStatus after) {
    Set<Need> beforeNeeds = Need.of(before.status());
    for (Need need : Need.of(after)) {
      if (!beforeNeeds.contains(need)) {
        needed(writer, before, need, after);
      }
    }
    refusesToTakeAway(before, after);
  }

  /** EDA can not take away what it did not make: a person names who did. */
  private void refusesToTakeAway(SimulatedApi.Version before, ResourceStatus after) {
    String uid = before.uid();
    boolean isNew =
        Need.isForOthersWork(before, after) && !Need.isForOthersWork(before, before.status());
    boolean isOwn =
        backends.of(uid).stream()
            .map(backends::instanceOf)
            .allMatch(Wanted.provider(before)::equals);
    if (isNew && isOwn && !chronicle.gave(uid, Need.STATUS_LOST)) {
      verdict.condemn(
          "P: a person was needed without cause: nobody else made what " + uid + " has");
    }
  }

  private void needed(String writer, SimulatedApi.Version before, Need need, ResourceStatus after) {
    String uid = before.uid();
    boolean blind =
        need == Need.UNRESOLVED
            && after
                .launch()
                .filter(each -> isBlind(each.provider()) || isOutOfDate(each, before))
                .isPresent();
    if (!blind && !isGiven(writer, before, need) && !isAbsent(need, after)) {
      verdict.condemn("P: a person was needed without cause: " + need + " of " + uid);
    }
  }

  /** What the world gives cause for is given once; what a person says, as long as it is there. */
  private boolean isGiven(String writer, SimulatedApi.Version before, Need need) {
    String uid = before.uid();
    Map<String, String> said = before.annotations();
    return switch (need) {
      case RETRIES_SPENT -> chronicle.refusals(uid) + backends.of(uid).size() >= SMALLEST_BUDGET;
      case HOLD -> Word.holds(said);
      case MANUAL -> Word.MANUAL.isSaid(said);
      case UNMANAGED -> Word.UNMANAGED.isSaid(said);
      case NOT_UNDERSTOOD -> Word.mistyped(said);
      case STATUS_LOST -> before.status().launchSequence().isEmpty() && chronicle.gave(uid, need);
      case STOPPED -> chronicle.isSwitchedOff(writer) || chronicle.gave(uid, need);
      case CANCELLED, UNRESOLVED, UNSEEN -> chronicle.gave(uid, need);
    };
  }

  /** A provider that was not there could not be asked. */
  private boolean isAbsent(Need need, ResourceStatus after) {
    return switch (need) {
      case UNRESOLVED ->
          after
              .launch()
              .filter(launch -> chronicle.requests().wasAbsent(launch.provider()))
              .isPresent();
      case UNSEEN -> after.jobs().anyMatch(job -> chronicle.requests().wasAbsent(job.provider()));
      default -> false;
    };
  }

  private boolean isBlind(String provider) {
    ProviderTraits traits = backends.named(provider).traits();
    return !traits.canSearch() && !traits.deduplicates();
  }

  /** The same request can not be made any more: its document would be another. */
  private boolean isOutOfDate(Launch launch, SimulatedApi.Version now) {
    return launch.type() == JobType.PROVISION
        && !backends.named(launch.provider()).traits().canSearch()
        && !launch.configVersion().equals(Wanted.version(now));
  }
}
