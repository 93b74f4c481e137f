package io.cloudkit.testkit.aap.controller;

/** What becomes of an accepted cancel of a waiting or running job (§6.5, §6.8). */
public enum CancelMode {
  /** The dispatcher answers: status unchanged at first, then the playbook dies: canceled. */
  ACKNOWLEDGED,
  /** Not answered: canceled at once, the playbook goes on, and its end overwrites the status. */
  FORCED,
  /** As {@link #FORCED}, but the end of the playbook never reaches the database. */
  FORCED_FOR_GOOD,
  /** Accepted, never acted upon: the job runs to its end, or for ever if it has none. */
  IGNORED,
  /** Accepted too late: the job soon ends successful with canceled_on set. */
  ENDS_SUCCESSFUL
}
