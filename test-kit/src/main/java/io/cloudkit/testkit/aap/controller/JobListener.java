package io.cloudkit.testkit.aap.controller;

import java.util.List;

/** Hears of jobs when AAP would notify others of them (aap-api.md §8). */
public interface JobListener {
  /** Hears nothing. */
  JobListener NONE = (moment, job, nodes) -> {};

  /**
   * Called once for each, on the timeline's threads, without any lock.
   *
   * @param job as it was then
   * @param nodes of a workflow job, as they were then; else none
   */
  void hear(Moment moment, JobRow job, List<NodeRow> nodes);
}
