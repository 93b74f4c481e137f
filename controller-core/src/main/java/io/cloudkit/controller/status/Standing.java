package io.cloudkit.controller.status;

/** Whether a job may still be alive, beyond what its state says. */
public enum Standing {
  /** It has not ended, as far as is known. */
  ALIVE("Alive"),
  /** It was seen at its end, and is read once more before that is believed. */
  SETTLING("Settling"),
  /** Nothing can be seen of it, and it may be alive. */
  UNSEEN("Unseen"),
  /** It ended; nothing of it can run any more. */
  DEAD("Dead");

  private final String text;

  Standing(String text) {
    this.text = text;
  }

  /** The word in the status. */
  @Override
  public String toString() {
    return text;
  }
}
