package io.cloudkit.controller.status;

/** Where a resource stands, in one word for people. */
public enum Phase {
  PROGRESSING("Progressing"),
  READY("Ready"),
  FAILED("Failed"),
  DELETING("Deleting");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  /** The word in the status. */
  @Override
  public String toString() {
    return text;
  }
}
