package io.cloudkit.testkit.aap.controller;

import java.util.Optional;

/**
 * A node of a workflow job: an immutable copy.
 *
 * @param job the child it spawned; absent before, or when it never will
 * @param doNotRun true once a cancel decided that it never will
 */
public record NodeRow(
    long id,
    long workflowJob,
    String identifier,
    long template,
    boolean doNotRun,
    Optional<JobRow> job) {}
