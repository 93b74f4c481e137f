package io.cloudkit.testkit.aap.controller;

import java.util.Locale;

/** The status of a job as the controller shows it (aap-api.md §5.1). */
public enum AapStatus {
  NEW,
  PENDING,
  WAITING,
  RUNNING,
  SUCCESSFUL,
  FAILED,
  ERROR,
  CANCELED;

  /** As written in JSON: lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Active jobs can be cancelled; the four others are final, though not always the last word. */
  public boolean isActive() {
    return compareTo(SUCCESSFUL) < 0;
  }
}
