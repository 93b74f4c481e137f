package io.cloudkit.testkit.aap.controller;

import java.util.List;

/**
 * How a run ends.
 *
 * @param status a final status
 * @param explanation the {@code job_explanation}; empty for none
 * @param reach how far the playbook came
 * @param failures the tasks that failed on the way, first to last, as the events tell it
 */
public record Ending(
    AapStatus status, String explanation, Reach reach, List<TaskFailure> failures) {

  /** How far the playbook came; only a natural end has stats and artifacts (§5.6, §6.7). */
  public enum Reach {
    /** Failed before its playbook started: {@code started} stays null (§11.3). */
    NOT_STARTED,
    /** Began and was killed or broke off: no stats, no artifacts. */
    BROKEN_OFF,
    /** Reached its own end, good or bad. */
    NATURAL
  }

  public Ending {
    if (status.isActive()) {
      throw new IllegalArgumentException(
          "an ending needs a final status, found " + status + ": use SUCCESSFUL, FAILED or ERROR");
    }
    failures = List.copyOf(failures);
  }

  /** Without a word of what failed. */
  public Ending(AapStatus status, String explanation, Reach reach) {
    this(status, explanation, reach, List.of());
  }

  /** The same end, after these tasks had failed. */
  public Ending after(TaskFailure... failed) {
    return new Ending(status, explanation, reach, List.of(failed));
  }

  public static Ending succeeds() {
    return new Ending(AapStatus.SUCCESSFUL, "", Reach.NATURAL);
  }

  /** The playbook fails and reaches its stats. */
  public static Ending fails() {
    return fails("");
  }

  public static Ending fails(String explanation) {
    return new Ending(AapStatus.FAILED, explanation, Reach.NATURAL);
  }

  /** The job could not be run to an end: status {@code error}, nothing proven. */
  public static Ending errors(String explanation) {
    return new Ending(AapStatus.ERROR, explanation, Reach.BROKEN_OFF);
  }

  /** Fails before anything ran, as a failed project update does (§13.3). */
  public static Ending failsBeforeStart(String explanation) {
    return new Ending(AapStatus.FAILED, explanation, Reach.NOT_STARTED);
  }

  static Ending killed() {
    return new Ending(AapStatus.CANCELED, "", Reach.BROKEN_OFF);
  }
}
