package io.cloudkit.testkit.aap.controller;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a workflow job: an immutable copy.
 *
 * @param job the child it spawned; absent before, or when it never will
 * @param doNotRun true once it is decided that it never will
 * @param next the ids of the nodes that it leads to, by the path that leads there
 * @param convergence whether all that lead to it must
 */
public record NodeRow(
    long id,
    long workflowJob,
    String identifier,
    long template,
    boolean doNotRun,
    Optional<JobRow> job,
    Map<WorkflowNode.Path, List<Long>> next,
    WorkflowNode.Convergence convergence) {}
