package io.cloudkit.testkit.aap.controller;

import io.cloudkit.testkit.time.Timeline;
import io.cloudkit.testkit.truth.Playbook;

/**
 * What a playbook does to the world outside the fake. Called on a thread of the {@link Timeline},
 * without locks, so it may block; a throw makes the playbook fail with the text as explanation.
 */
public interface PlaybookEffect {
  /** Does nothing. */
  PlaybookEffect NONE = new PlaybookEffect() {};

  /** Called once per run, just after its status became running. */
  default void started(Playbook playbook) {}

  /**
   * Called once per run, before its final status is written; not before {@link #started} returned
   * unless the run was killed meanwhile. A throw counts only if the playbook had succeeded.
   */
  default void ended(Playbook playbook, Playbook.Result result) {}
}
