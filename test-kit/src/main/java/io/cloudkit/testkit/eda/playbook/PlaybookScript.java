package io.cloudkit.testkit.eda.playbook;

import java.time.Duration;
import java.util.Optional;

/**
 * How one run goes: an immutable value, changed by methods that return a copy. Durations are times
 * of the fake's timeline, zero allowed.
 *
 * @param launch from the event to the playbook's first task: the project update, the scheduler
 * @param gap from reading the finalizers to writing them
 * @param running how long the machine takes, up or down; absent: until a test tells the job to go
 *     on
 * @param tail what a playbook still does after it has given its signal
 * @param failure where it fails
 * @param version what it annotates; absent: the version of its payload
 */
public record PlaybookScript(
    Duration launch,
    Duration gap,
    Optional<Duration> running,
    Duration tail,
    Failure failure,
    Optional<String> version) {

  /** Where a playbook fails, by itself. Nothing it did before is undone, nothing is reported. */
  public enum Failure {
    NEVER,
    /** It has touched nothing: no finalizer, no machine. */
    BEFORE_ALL,
    /** A create has set its finalizer and made no machine; a delete has removed it. */
    AFTER_FINALIZER,
    /** A create has just made the machine; a delete has removed it and keeps its finalizer. */
    AFTER_MACHINE,
    /** A create has its machine ready and does not say so; for a delete as AFTER_MACHINE. */
    BEFORE_SIGNAL
  }

  /** A run that succeeds after a short while: 100 ms to its first task, 1 s for the machine. */
  public static PlaybookScript quick() {
    return new PlaybookScript(
        Duration.ofMillis(100),
        Duration.ZERO,
        Optional.of(Duration.ofSeconds(1)),
        Duration.ZERO,
        Failure.NEVER,
        Optional.empty());
  }

  public PlaybookScript launchesAfter(Duration delay) {
    return new PlaybookScript(delay, gap, running, tail, failure, version);
  }

  /** Gives others time to write finalizers that the playbook's careless patch then drops (§8.5). */
  public PlaybookScript writesFinalizersAfter(Duration delay) {
    return new PlaybookScript(launch, delay, running, tail, failure, version);
  }

  public PlaybookScript runsFor(Duration time) {
    return new PlaybookScript(launch, gap, Optional.of(time), tail, failure, version);
  }

  /** Waits for its machine until a test lets the job go on or fail. */
  public PlaybookScript untilTold() {
    return new PlaybookScript(launch, gap, Optional.empty(), tail, failure, version);
  }

  /** Goes on so long after its signal: annotated does not mean ended (§4). */
  public PlaybookScript endsAfterSignal(Duration delay) {
    return new PlaybookScript(launch, gap, running, delay, failure, version);
  }

  public PlaybookScript fails(Failure where) {
    return new PlaybookScript(launch, gap, running, tail, where, version);
  }

  /** Annotates this, whatever it was given. */
  public PlaybookScript annotates(String other) {
    return new PlaybookScript(launch, gap, running, tail, failure, Optional.of(other));
  }

  /** Annotates what a playbook does that was given no version. */
  public PlaybookScript annotatesUnknown() {
    return annotates(Annotating.UNKNOWN);
  }
}
