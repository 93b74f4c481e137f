package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong on a bad day. Counted when it really happens, not when it was meant to. */
@SuppressWarnings("ImmutableEnumChecker") // predicates of values that never change
enum Fault {
  PROCESS_CRASHED,
  PROCESS_PAUSED,
  LEAD_CHANGED,
  STALE_CACHE_READ,
  READ_UNANSWERED,
  WRITE_CONFLICT,
  WRITE_LOST,
  WRITE_ANSWER_LOST,
  LAUNCH_REFUSED,
  LAUNCH_PUT_OFF,
  LAUNCH_PACED,
  REQUEST_LOST,
  LAUNCH_COMMITTED_LATE,
  LAUNCH_ANSWER_LOST,
  EVENT_LOST(Where.EDA),
  PROVIDER_UNAVAILABLE,
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
  NAMESAKE_CREATED,
  RESTORED_WITHOUT_STATUS,
  STATUS_WIPED,
  STATUS_TAMPERED_WITH,
  MASS_LAUNCH_STOPPED,
  FINALIZER_DROPPED,
  ANNOTATION_MISTYPED,
  ANNOTATION_CORRECTED,
  HELD_BY_ANNOTATION;

  /** At which backends a fault can strike. */
  private enum Where {
    ANYWHERE,
    /** Where jobs have a record that tells of them. */
    RECORDS,
    POLLED,
    SEARCHABLE,
    EDA
  }

  private final Where where;

  Fault() {
    this(Where.ANYWHERE);
  }

  Fault(Where where) {
    this.where = where;
  }

  /** Those that a backend with these abilities can meet. */
  static Set<Fault> possible(Ability ability) {
    return Arrays.stream(values())
        .filter(each -> each.isPossible(ability))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }

  private boolean isPossible(Ability ability) {
    boolean keepsRecords = ability.backend() == Ability.Backend.IN_MEMORY;
    return switch (where) {
      case ANYWHERE -> true;
      case RECORDS -> keepsRecords;
      case POLLED -> ability.traits().watch() == ProviderTraits.Watch.POLLED;
      case SEARCHABLE -> ability.traits().canSearch();
      case EDA -> !keepsRecords;
    };
  }
}
