package io.cloudkit.testkit.tck;

/** What can happen to a job at its backend. */
public enum JobEvent {
  /** Its automation begins. */
  BEGINS,
  /** Its automation begins, unless it has, and ends well. */
  SUCCEEDS,
  /** Its automation begins, unless it has, and fails. */
  FAILS,
  /** The backend says that it has ended, while its automation goes on. */
  SEEMS_TO_END,
  /** A cancel that was asked for takes effect. */
  IS_CANCELLED,
  /** Its record is removed. */
  IS_PURGED
}
