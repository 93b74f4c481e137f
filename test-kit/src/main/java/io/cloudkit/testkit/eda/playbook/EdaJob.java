package io.cloudkit.testkit.eda.playbook;

import io.cloudkit.testkit.eda.rulebook.Event;
import io.cloudkit.testkit.truth.BackendJob;
import io.cloudkit.testkit.truth.Playbook;
import java.time.Instant;
import java.util.Optional;

/**
 * One job that a rule launched, as nobody outside can see it: there is no callback and no status.
 *
 * @param id its name in the truth
 * @param event what it was launched for
 * @param purpose what its rule is for
 * @param state where it stands
 * @param message why it failed; empty otherwise
 * @param seenUid uid of the resource that it found under the name; absent before it looked
 * @param launched when the event reached its rule
 * @param ended when it stopped; absent before
 */
public record EdaJob(
    BackendJob id,
    Event event,
    Playbook.Purpose purpose,
    State state,
    String message,
    Optional<String> seenUid,
    Instant launched,
    Optional<Instant> ended) {

  /** Where a job stands. */
  public enum State {
    LAUNCHING,
    RUNNING,
    /** It waits for its machine until it is told to go on. */
    WAITING_TO_BE_TOLD,
    SUCCEEDED,
    FAILED,
    /** The activation was killed, and the job with it. */
    KILLED
  }

  public boolean hasEnded() {
    return state == State.SUCCEEDED || state == State.FAILED || state == State.KILLED;
  }
}
