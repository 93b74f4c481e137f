package io.cloudkit.testkit.truth;

/**
 * What a backend was asked to run, as it knows it when the playbook starts.
 *
 * @param job the job that runs it
 * @param launch the job that was launched: the workflow's for a child, else {@code job}
 * @param template name of the template or rule
 * @param purpose what it does to the resource
 * @param subject the resource it was asked to work for
 * @param operation operation id; empty if it was not told one
 * @param claim claim; empty if it was not told one
 * @param cause why it runs
 */
public record Run(
    BackendJob job,
    BackendJob launch,
    String template,
    Playbook.Purpose purpose,
    Subject subject,
    String operation,
    String claim,
    Cause cause) {

  /** Why a playbook runs. */
  public enum Cause {
    /** Somebody asked for it. */
    ASKED,
    /** The backend delivered what somebody had asked for once more, by a fault of its own. */
    REPEATED_BY_FAULT
  }
}
