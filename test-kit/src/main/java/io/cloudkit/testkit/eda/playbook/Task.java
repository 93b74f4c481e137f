package io.cloudkit.testkit.eda.playbook;

import java.time.Duration;
import java.util.Optional;

/**
 * One task of a play.
 *
 * @param delay before it is done; absent: until the job is told to go on
 */
record Task(Optional<Duration> delay, Work work) {

  /** What a task does; a failure ends the play. */
  @FunctionalInterface
  interface Work {
    void run() throws PlaybookFailure;
  }

  static Task now(Work work) {
    return after(Duration.ZERO, work);
  }

  static Task after(Duration delay, Work work) {
    return new Task(Optional.of(delay), work);
  }
}
