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
  PROVIDER_UNAVAILABLE,
  END_WAS_A_LIE,
  END_CHANGED_AFTERWARDS,
  NEWS_TOLD_END_OF_WHAT_RUNS(Where.POLLED),
  NEWS_TOLD_AN_END_AGAIN(Where.POLLED),
  JOB_CANCELLED_BY_HAND,
  JOB_PURGED_AT_ITS_END,
  JOB_PURGED_BEFORE_ITS_END_WAS_SEEN,
  JOB_RELAUNCHED_BY_HAND,
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
    POLLED,
    SEARCHABLE
  }

  private final Where where;

  Fault() {
    this(Where.ANYWHERE);
  }

  Fault(Where where) {
    this.where = where;
  }

  /** Those that a backend with these abilities can meet. */
  static Set<Fault> possible(ProviderTraits traits) {
    return Arrays.stream(values())
        .filter(each -> each.isPossible(traits))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
  }

  private boolean isPossible(ProviderTraits traits) {
    return switch (where) {
      case ANYWHERE -> true;
      case POLLED -> traits.watch() == ProviderTraits.Watch.POLLED;
      case SEARCHABLE -> traits.canSearch();
    };
  }
}
