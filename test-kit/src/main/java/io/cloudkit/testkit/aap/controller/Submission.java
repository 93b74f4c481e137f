package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.truth.Playbook;
import java.util.Optional;

/**
 * The part of a job that never changes: how it came about.
 *
 * @param kind job or workflow job
 * @param name copied from the template
 * @param launchType manual, relaunch or workflow
 * @param createdBy who launched it
 * @param extraVars the merged variables
 * @param prompts accepted launch fields other than the variables
 * @param shape sliced parents are workflow jobs of a job template
 * @param parent the workflow job that spawned it
 * @param root the workflow job that a person or program launched, if it is not this one
 * @param sliceNumber 1.. for a slice, else 0
 * @param sliceCount at least 1
 * @param purpose what the template says its playbook does
 */
public record Submission(
    JobKind kind,
    String name,
    Organization organization,
    String launchType,
    User createdBy,
    ExtraVars extraVars,
    ObjectNode prompts,
    Shape shape,
    Optional<Long> parent,
    Optional<Long> root,
    int sliceNumber,
    int sliceCount,
    Playbook.Purpose purpose) {

  /** Whether a workflow job is the parent of slices. */
  public enum Shape {
    PLAIN,
    SLICED
  }

  /** Whether this is the workflow job of a sliced job template (§3.4). */
  public boolean isSliced() {
    return shape == Shape.SLICED;
  }
}
