package io.cloudkit.testkit.aap.controller;

import java.time.Instant;

/**
 * A job that came into being, for the ledger.
 *
 * @param job id of the job
 * @param kind what the launch made
 * @param template id of the template
 * @param launchType manual, relaunch or workflow
 * @param variables what it will run with; operation, claim and resource are read out of them
 */
public record Launch(
    Instant at, long job, JobKind kind, long template, String launchType, ExtraVars variables) {}
