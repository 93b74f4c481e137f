package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.JobType;

/**
 * A job that really came into being.
 *
 * @param type what its backend runs
 * @param operation the operation that its backend was given; empty if none
 * @param claim the claim that its backend was given; empty if none
 */
public record MadeJob(JobType type, String operation, String claim) {}
