package io.cloudkit.testkit.jobs;

import java.time.Duration;
import java.util.Objects;

/**
 * What the pod of a Job does, if nobody ends it before.
 *
 * @param takes from its begin to its end
 * @param ending how it ends
 */
public record PodRun(Duration takes, Ending ending) {
  /** How the pod of a Job ended. */
  public enum Ending {
    SUCCEEDED,
    FAILED,
    /** It was killed: the Job's {@code activeDeadlineSeconds} were over. */
    DEADLINE_EXCEEDED,
    /** It was killed: the Job was deleted. */
    DELETED
  }

  public PodRun {
    Objects.requireNonNull(takes, "takes");
    Objects.requireNonNull(ending, "ending");
  }

  public static PodRun succeedsAfter(Duration takes) {
    return new PodRun(takes, Ending.SUCCEEDED);
  }

  public static PodRun failsAfter(Duration takes) {
    return new PodRun(takes, Ending.FAILED);
  }
}
