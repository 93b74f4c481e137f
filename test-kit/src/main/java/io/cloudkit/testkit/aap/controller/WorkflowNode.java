package io.cloudkit.testkit.aap.controller;

import java.util.List;

/**
 * A node of a workflow template.
 *
 * @param identifier its name within the template
 * @param template what it launches
 * @param after the edges that lead to it; none: it begins with the workflow
 * @param convergence how many of those edges it takes
 */
public record WorkflowNode(
    String identifier, long template, List<Edge> after, Convergence convergence) {

  public WorkflowNode {
    after = List.copyOf(after);
  }

  /** A way from one node to another. */
  public record Edge(String from, Path path) {}

  /** After which end of a node an edge is taken (§5.2). */
  public enum Path {
    SUCCESS,
    /**
     * Failed, error or canceled; such an edge, or one that is always taken, handles the failure.
     */
    FAILURE,
    ALWAYS;

    /** Of a node that ended so. */
    boolean isTakenAfter(AapStatus end) {
      return this == ALWAYS || (this == SUCCESS) == (end == AapStatus.SUCCESSFUL);
    }
  }

  /** {@code all_parents_must_converge}. */
  public enum Convergence {
    ANY,
    ALL
  }
}
