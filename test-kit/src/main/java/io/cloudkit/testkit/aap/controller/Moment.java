package io.cloudkit.testkit.aap.controller;

import java.util.Locale;

/** Of what a notification can tell (aap-api.md §8.1). */
public enum Moment {
  STARTED,
  SUCCESS,
  /** Failed, error and canceled. */
  ERROR;

  /** As in the names of its lists: lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Moment ofEnd(AapStatus status) {
    return status == AapStatus.SUCCESSFUL ? SUCCESS : ERROR;
  }
}
