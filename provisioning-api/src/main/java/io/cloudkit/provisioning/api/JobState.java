package io.cloudkit.provisioning.api;

/** Where an automation job stands, in words that every backend's own states are mapped to. */
public enum JobState {
  /** Accepted by the backend, not yet picked up. */
  PENDING("Pending"),
  /** Picked up, not yet running: assigned to a node, or held by a dependency. */
  WAITING("Waiting"),
  /** The automation runs. */
  RUNNING("Running"),
  /** Ended, and did what it was asked to do. */
  SUCCEEDED("Succeeded"),
  /** Ended, and did not, or not wholly, do what it was asked to do. */
  FAILED("Failed"),
  /** Ended because somebody asked for it. */
  CANCELED("Canceled"),
  /**
   * Nothing is known: a signal is awaited, or the backend's word for the state is a new one. Never
   * an end.
   */
  UNKNOWN("Unknown");

  private final String text;

  JobState(String text) {
    this.text = text;
  }

  /**
   * Whether the job has ended. {@link #UNKNOWN} is not an end: what is not known to have ended may
   * still run.
   */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED;
  }

  /** The word written to a resource's status and shown to people: {@code Pending}, … */
  @Override
  public String toString() {
    return text;
  }

  /**
   * The state of that {@linkplain #toString() word}.
   *
   * @return {@link #UNKNOWN} for a word that no state has, so that a newer writer's word is never
   *     taken for an end
   */
  public static JobState fromText(String text) {
    for (JobState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
