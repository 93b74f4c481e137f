package io.cloudkit.testkit.aap.controller;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One real run of a playbook, whatever the status of its job says.
 *
 * @param run number of the run; a job that went back to pending has several
 * @param job id of the job that ran it
 * @param launch id of the job that was launched: the workflow's for a child, else {@code job}
 * @param template name of the template
 * @param purpose what it does to the resource
 * @param resourceUid uid of the resource; empty if the variables name none
 * @param resourceName its name; empty if the variables name none
 * @param operation operation id; empty if the variables name none
 * @param claim claim; empty if the variables name none
 * @param variables everything it was given
 * @param started when it began
 * @param ended when it really stopped; absent while it runs
 * @param result how it stopped; absent while it runs
 */
public record Playbook(
    long run,
    long job,
    long launch,
    String template,
    Purpose purpose,
    String resourceUid,
    String resourceName,
    String operation,
    String claim,
    ExtraVars variables,
    Instant started,
    Optional<Instant> ended,
    Optional<Result> result) {

  /** What a playbook does to its resource. */
  public enum Purpose {
    PROVISION,
    DEPROVISION,
    /** Neither the variables nor the template say. */
    OTHER;

    static Optional<Purpose> named(String name) {
      return Arrays.stream(values()).filter(p -> p.name().equalsIgnoreCase(name)).findFirst();
    }
  }

  /** How a playbook really stopped. */
  public enum Result {
    SUCCEEDED,
    FAILED,
    KILLED
  }

  Playbook stopped(Instant when, Result how) {
    return new Playbook(
        run,
        job,
        launch,
        template,
        purpose,
        resourceUid,
        resourceName,
        operation,
        claim,
        variables,
        started,
        Optional.of(when),
        Optional.of(how));
  }
}
