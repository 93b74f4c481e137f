package io.cloudkit.testkit.truth;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One real run of a playbook, whatever the status of its job says.
 *
 * @param number of the run; a job that went back to pending has several
 * @param run what was asked for
 * @param started when it began
 * @param ended when it really stopped; absent while it runs
 * @param result how it stopped; absent while it runs
 */
public record Playbook(
    long number, Run run, Instant started, Optional<Instant> ended, Optional<Result> result) {

  /** What a playbook does to its resource. */
  public enum Purpose {
    PROVISION,
    DEPROVISION,
    /** Neither the variables nor the template say. */
    OTHER;

    /** The purpose of that name, in any case of letters. */
    public static Optional<Purpose> named(String name) {
      return Arrays.stream(values()).filter(p -> p.name().equalsIgnoreCase(name)).findFirst();
    }
  }

  /** How a playbook really stopped. */
  public enum Result {
    SUCCEEDED,
    FAILED,
    KILLED
  }

  public BackendJob job() {
    return run.job();
  }

  public BackendJob launch() {
    return run.launch();
  }

  public Purpose purpose() {
    return run.purpose();
  }

  /** Empty if its backend was not told one. */
  public String resourceUid() {
    return run.subject().uid();
  }

  /** Empty if its backend was not told one. */
  public String resourceName() {
    return run.subject().name();
  }

  /** Empty if its backend was not told one. */
  public String operation() {
    return run.operation();
  }

  /** Empty if its backend was not told one. */
  public String claim() {
    return run.claim();
  }

  Playbook stopped(Instant when, Result how) {
    return new Playbook(number, run, started, Optional.of(when), Optional.of(how));
  }
}
