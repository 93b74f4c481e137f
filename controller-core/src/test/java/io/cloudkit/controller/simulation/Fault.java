package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What can go wrong on a bad day. Counted when it really happens, not when it was meant to. */
@SuppressWarnings("ImmutableEnumChecker") // predicates of values that never change
enum Fault {
  PROCESS_CRASHED,
  PROCESS_PAUSED,
  LEAD_CHANGED,
  STALE_CACHE_READ,
  BEGAN_WITH_AN_OLD_LIST,
  READ_UNANSWERED,
  WRITE_CONFLICT,
  WRITE_LOST,
  WRITE_ANSWER_LOST,
  SLEPT_ON_A_PERMISSION,
  PAUSED_BEFORE_THE_BYTES_LEFT,
  API_SERVER_DOWN,
  BACKEND_DOWN,
  LAUNCH_REFUSED,
  LAUNCH_PUT_OFF,
  LAUNCH_PACED,
  REQUEST_LOST,
  LAUNCH_COMMITTED_LATE,
  SENT_AFTER_ITS_CALL_ENDED(Where.PLAIN),
  LAUNCH_ANSWER_LOST,
  EVENT_LOST(Where.EDA),
  EVENT_DUPLICATED(Where.EDA),
  TOKEN_REFUSED(Where.AAP),
  BACKEND_RESTORED(Where.AAP),
  PROVIDER_UNAVAILABLE,
  INSTANCE_UNUSABLE,
  INSTANCE_REMOVED,
  JOB_HIDDEN(Where.RECORDS),
  JOB_TAKEN_FOR_ANOTHER(Where.RECORDS),
  STATE_WENT_BACK(Where.RECORDS),
  CANCEL_IGNORED(Where.CANCELS),
  END_WAS_A_LIE,
  END_CHANGED_AFTERWARDS(Where.RECORDS),
  NEWS_TOLD_END_OF_WHAT_RUNS(Where.POLLED),
  NEWS_TOLD_AN_END_AGAIN(Where.POLLED),
  JOB_CANCELLED_BY_HAND,
  JOB_PURGED_AT_ITS_END(Where.RECORDS),
  JOB_PURGED_BEFORE_ITS_END_WAS_SEEN(Where.RECORDS),
  JOB_RELAUNCHED_BY_HAND(Where.RECORDS),
  LAUNCH_BESIDE_RELAUNCHED_JOB_FORBIDDEN(Where.SEARCHABLE),
  VANISHED_BESIDE_RUNNING_JOB,
  REPLACED_BESIDE_A_LAUNCH,
  NAMESAKE_CREATED,
  RESTORED_WITHOUT_STATUS,
  STATUS_WIPED,
  STATUS_TAMPERED_WITH,
  MASS_LAUNCH_STOPPED,
  FINALIZER_DROPPED,
  ANNOTATION_MISTYPED,
  ANNOTATION_CORRECTED,
  HELD_BY_ANNOTATION,
  MANUAL,
  UNMANAGED,
  ORPHANED,
  RERUN_ASKED_FOR,
  RESTART_ASKED_FOR,
  PROVIDER_UNKNOWN,
  PREREQUISITE_MISSING,
  SPEC_INVALID,
  DELETED_UNSEEN,
  DELETED_BESIDE_A_PERMISSION,
  HELD_BESIDE_A_PERMISSION,
  RESIZED_BESIDE_A_PERMISSION,
  CHANGE_TAKEN_BACK,
  LAUNCHES_DISABLED,
  CLOCK_SET_WRONG,
  JOB_OVERDUE,
  JOB_HUNG(Where.HANGS),
  /** A deprovision runs longer than EDA was said to let any. */
  JOB_OUTLIVED(Where.EDA_ALONE),
  FAILURE_DOES_NOT_BLOCK,
  LEFT_BY_THE_GO_OPERATOR(Where.ALONE),
  ENDED_UNDER_THE_GO_OPERATOR(Where.ALONE),
  OTHERS_WORK_REFUSED(Where.EDA),
  PROVIDER_SWITCHED(Where.SEVERAL),
  DEFAULT_PROVIDER_SWITCHED(Where.SEVERAL),
  LOOK_FAILED(Where.TRACKED),
  LOOKED_INTO_AAP_DOWN(Where.TRACKED),
  LOOKED_INTO_AAP_RESTORED(Where.TRACKED),
  LOOK_SHOWS_NOTHING(Where.TRACKED),
  ROW_COMMITTED_LATE(Where.TRACKED),
  ROW_PURGED(Where.TRACKED),
  ROW_WENT_BACK(Where.TRACKED),
  ROW_ENDED_BEFORE_ITS_PLAYBOOK(Where.TRACKED),
  ROW_ENDED_OTHERWISE_AT_FIRST(Where.TRACKED);

  /** At which backends a fault can strike. */
  private enum Where {
    ANYWHERE(any -> true),
    /** Where jobs have a record that tells of them. */
    RECORDS(ability -> ability.isAny(each -> !each.isEda())),
    /** Where the one backend is the one that the Go operator launched at. */
    ALONE(
        ability ->
            ability.members().size() == 1
                && ability.members().get(0).backend() == Ability.Backend.IN_MEMORY),
    POLLED(ability -> ability.isAny(each -> each.traits().watch() == ProviderTraits.Watch.POLLED)),
    CANCELS(ability -> ability.isAny(each -> each.traits().canCancel())),
    /** Where a job that hangs can be ended, and a day has an end for it. */
    HANGS(
        ability ->
            ability.isAny(
                each -> each.backend() == Ability.Backend.IN_MEMORY && each.traits().canCancel())),
    SEARCHABLE(ability -> ability.isAny(each -> each.traits().canSearch())),
    EDA(ability -> ability.isAny(Ability.Member::isEda)),
    /** Where EDA takes away often enough to meet what is rare. */
    EDA_ALONE(ability -> ability.members().stream().allMatch(Ability.Member::isEda)),
    TRACKED(ability -> ability.isAny(Ability.Member::isTracked)),
    /** Where no request is written to a wire. */
    PLAIN(ability -> ability.isAny(each -> !each.isAap())),
    AAP(ability -> ability.isAny(Ability.Member::isAap)),
    SEVERAL(ability -> ability.members().size() > 1);

    private final Predicate<Ability> has;

    Where(Predicate<Ability> has) {
      this.has = has;
    }
  }

  private final Where where;

  Fault() {
    this(Where.ANYWHERE);
  }

  Fault(Where where) {
    this.where = where;
  }

  /** Those that backends with these abilities can meet. */
  static Set<Fault> possible(Ability ability) {
    return Arrays.stream(values())
        .filter(each -> each.where.has.test(ability))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }
}
