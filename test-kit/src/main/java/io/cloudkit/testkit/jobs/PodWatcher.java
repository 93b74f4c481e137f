package io.cloudkit.testkit.jobs;

import io.fabric8.kubernetes.api.model.batch.v1.Job;

/**
 * Is told what really runs, which the status of a Job says only afterwards. Called on one thread,
 * each call before the status is written; must not throw.
 */
public interface PodWatcher {

  /** The pod of that Job begins. */
  void started(Job job);

  /** The pod of that Job is gone. Called once for each {@link #started}. */
  void ended(Job job, PodRun.Ending ending);

  /** Watches nothing. */
  static PodWatcher none() {
    return new PodWatcher() {
      @Override
      public void started(Job job) {}

      @Override
      public void ended(Job job, PodRun.Ending ending) {}
    };
  }
}
