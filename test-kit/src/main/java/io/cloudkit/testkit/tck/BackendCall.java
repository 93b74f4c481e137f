package io.cloudkit.testkit.tck;

/** What a provider can want of its backend. */
public enum BackendCall {
  /** To launch a job: an effect. */
  LAUNCH,
  /** To end a job: an effect. */
  CANCEL,
  /** To know something. */
  QUESTION
}
