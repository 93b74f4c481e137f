package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.testkit.aap.controller.CancelMode;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.WorkflowCancel;
import io.cloudkit.testkit.provider.InMemoryBackend;
import java.time.Duration;

/**
 * How the jobs of AAP go: as those of any backend do, and what is AAP's alone.
 *
 * @param cancelTakes from a cancel to the end of a running job
 */
record AapScripts(InMemoryBackend.Behaviour usual, Chaos chaos, Duration cancelTakes) {
  /** How long a playbook goes on, at most, after its job was said to have ended. */
  static final Duration LONGEST_LIE = Duration.ofSeconds(30);

  private static final CancelMode[] ODD_CANCELS = {
    CancelMode.FORCED, CancelMode.FORCED_FOR_GOOD, CancelMode.ENDS_SUCCESSFUL
  };

  private static final WorkflowCancel[] WORKFLOW_CANCELS = WorkflowCancel.values();

  /** Whether a template is that of a workflow. */
  boolean areWorkflows() {
    return chaos.pick(3) == 2;
  }

  /** Whether the backup that AAP is restored from was made of its own database. */
  boolean isItsOwnBackup() {
    return chaos.pick(2) == 0;
  }

  /** For the next job. */
  Script next() {
    Script script =
        Script.quick()
            .takes(usual.startsAfter(), usual.startsAfter(), usual.runsFor())
            .ends(usual.end() == JobState.SUCCEEDED ? Ending.succeeds() : failure())
            .onCancel(cancelMode(), cancelTakes)
            .onWorkflowCancel(WORKFLOW_CANCELS[chaos.pick(WORKFLOW_CANCELS.length)]);
    return chaos.happens(30) ? maybeWithoutProof(script) : script;
  }

  private Ending failure() {
    return switch (chaos.pick(4)) {
      case 0 -> Ending.errors("the node was lost");
      case 1 -> Ending.failsBeforeStart("the project could not be updated");
      default -> Ending.fails("a task failed");
    };
  }

  private CancelMode cancelMode() {
    if (chaos.knows(Fault.CANCEL_IGNORED) && chaos.happens(10)) {
      return CancelMode.IGNORED;
    }
    return chaos.happens(30)
        ? ODD_CANCELS[chaos.pick(ODD_CANCELS.length)]
        : CancelMode.ACKNOWLEDGED;
  }

  private Script maybeWithoutProof(Script script) {
    return chaos.pick(2) == 0 ? script.losingStats() : script.statsAfter(Duration.ofSeconds(3));
  }

  /** When somebody who takes running jobs for dead looks at one that has begun. */
  Duration reaperComesAfter() {
    return chaos.upTo(Duration.ofSeconds(90));
  }

  /** Whether that one closes it. */
  boolean reaps() {
    return chaos.strikes(30, Fault.END_WAS_A_LIE);
  }

  /** How long the playbook of a job goes on that was said to have ended. */
  Duration goesOnFor() {
    return chaos.upTo(LONGEST_LIE);
  }

  /** How that playbook ends. */
  Ending endAtLast(JobRow lying) {
    boolean cancelled = lying.canceledOn().isPresent() && chaos.pick(2) == 0;
    return cancelled || chaos.pick(3) == 0 ? failure(lying) : Ending.succeeds();
  }

  private static Ending failure(JobRow lying) {
    return Ending.fails("ended after " + lying.status().wire());
  }
}
