package io.cloudkit.testkit.aap.controller;

import java.time.Duration;
import java.util.function.Consumer;

/** What an accepted cancel does to a job that can still be cancelled. Lock held throughout. */
final class Cancellation {
  private final World world;
  private final Lifecycle lifecycle;
  private final Consumer<Job> cancelWorkflow;

  Cancellation(World world, Lifecycle lifecycle, Consumer<Job> cancelWorkflow) {
    this.world = world;
    this.lifecycle = lifecycle;
    this.cancelWorkflow = cancelWorkflow;
  }

  void cancel(Job job) {
    if (job.canceledOn == null) {
      job.canceledOn = world.now();
    }
    switch (job.status) {
      case NEW, PENDING -> cancelPending(job);
      case WAITING, RUNNING -> {
        if (job.submission.kind() == JobKind.WORKFLOW_JOB) {
          cancelWorkflow.accept(job);
        } else {
          cancelRunning(job);
        }
      }
      default -> {}
    }
  }

  private void cancelPending(Job job) {
    Duration delay = world.settings.pendingCancel();
    if (delay.isZero()) {
      lifecycle.write(job, AapStatus.CANCELED, "");
    } else {
      world.later(
          delay,
          () -> {
            if (job.status == AapStatus.PENDING) {
              lifecycle.write(job, AapStatus.CANCELED, "This job was canceled before it started.");
            }
          });
    }
  }

  private void cancelRunning(Job job) {
    switch (job.cancelMode) {
      case ACKNOWLEDGED -> endLater(job, Ending.killed());
      case ENDS_SUCCESSFUL -> endLater(job, Ending.succeeds());
      case FORCED -> lifecycle.write(job, AapStatus.CANCELED, "");
      case FORCED_FOR_GOOD -> {
        job.finalWriteLost = true;
        lifecycle.write(job, AapStatus.CANCELED, "");
      }
      case IGNORED -> {}
    }
  }

  private void endLater(Job job, Ending ending) {
    world.laterUnlocked(
        job.cancelAfter,
        () -> {
          long run;
          synchronized (world) {
            run = job.run;
            // cancelled before the dispatcher's worker took it: its playbook never starts
            if (job.status == AapStatus.WAITING && ending.status() == AapStatus.CANCELED) {
              lifecycle.write(job, AapStatus.CANCELED, "");
              return;
            }
          }
          lifecycle.end(job, run, ending);
        });
  }
}
