package io.cloudkit.controller.status;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conditions that a status may carry. The first four are always there, the others while they
 * apply.
 */
public enum ConditionType {
  /** Whether what the user asks for can be acted upon. */
  ACCEPTED("Accepted"),
  /** Whether work is going on. */
  PROGRESSING("Progressing"),
  /** Whether the infrastructure is as the user asks. */
  AVAILABLE("Available"),
  /** Whether the resource is going away. */
  DELETING("Deleting"),
  /** Nothing is launched until the spec changes or a person says so. */
  HELD("Held"),
  /** It is not known what became of a launch, and only a person can find out. */
  LAUNCH_UNRESOLVED("LaunchUnresolved"),
  /** Nothing goes on, and nothing will until what the message names is mended. */
  STALLED("Stalled"),
  /** A job runs longer than its deadline. */
  JOB_OVERDUE("JobOverdue"),
  /** The engine's memory of this resource is gone; a person must say what to do. */
  STATUS_LOST("StatusLost"),
  /** A job of which nothing could be seen was taken to be dead after its longest life. */
  OVERLAP_POSSIBLE("OverlapPossible"),
  /**
   * Launches by a provider that the resource needs will fail until what the message names is
   * mended.
   */
  PROVIDER_UNREADY("ProviderUnready"),
  /** Nothing is heard of a job that may be alive: what is shown of it is how it was. */
  JOB_STATE_STALE("JobStateStale");

  private static final Set<String> TEXTS =
      Stream.of(values()).map(ConditionType::toString).collect(Collectors.toUnmodifiableSet());

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** Whether that is the word of one of them. */
  public static boolean isOne(String text) {
    return TEXTS.contains(text);
  }

  /** Whether the condition is written even when it is False. */
  public boolean isPermanent() {
    return this == ACCEPTED || this == PROGRESSING || this == AVAILABLE || this == DELETING;
  }

  /** The word in the status. */
  @Override
  public String toString() {
    return text;
  }
}
