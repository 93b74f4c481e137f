package io.cloudkit.testkit.aap.controller;

import java.time.Duration;
import java.util.Random;
import java.util.UUID;

/**
 * Settings of a {@link Controller}.
 *
 * @param installUuid identity of its database (§1.3)
 * @param firstId first id of the job sequence; templates count from a tenth of it
 * @param script how templates without a script run
 * @param workflowPass time between two passes of the workflow manager over a cancelled workflow
 * @param pendingCancel time until a cancelled pending job is canceled: zero writes it within the
 *     POST, as servers up to 24.6.1 do; newer ones take until the next manager run (§0)
 * @param explainBlocked after which time a blocked job says what it waits for (§3.10)
 * @param retainedJobs rows kept; above that the oldest ended ones are purged
 * @param managers how soon the managers look, and are seen to have looked
 */
public record ControllerSettings(
    String installUuid,
    long firstId,
    Script script,
    Duration workflowPass,
    Duration pendingCancel,
    Duration explainBlocked,
    int retainedJobs,
    Managers managers) {

  /**
   * The task and workflow managers (§5.9).
   *
   * @param tick they look every so often, 20 s in AWX; zero: at each event, as they do when nothing
   *     keeps them
   * @param commit so long after a manager wrote that a workflow ended, or that a job failed before
   *     its start, others see it, with the time of the writing
   */
  public record Managers(Duration tick, Duration commit) {
    static final Managers PROMPT = new Managers(Duration.ZERO, Duration.ZERO);
  }

  /** Quick scripts, passes of 200 ms; identity and first id drawn from the random source. */
  public static ControllerSettings seeded(Random random) {
    return new ControllerSettings(
        new UUID(random.nextLong(), random.nextLong()).toString(),
        1_000 + random.nextInt(100_000),
        Script.quick(),
        Duration.ofMillis(200),
        Duration.ZERO,
        Duration.ofSeconds(30),
        20_000,
        Managers.PROMPT);
  }

  public ControllerSettings withScript(Script usual) {
    return new ControllerSettings(
        installUuid,
        firstId,
        usual,
        workflowPass,
        pendingCancel,
        explainBlocked,
        retainedJobs,
        managers);
  }

  public ControllerSettings withPendingCancel(Duration delay) {
    return new ControllerSettings(
        installUuid, firstId, script, workflowPass, delay, explainBlocked, retainedJobs, managers);
  }

  public ControllerSettings withRetainedJobs(int rows) {
    return new ControllerSettings(
        installUuid, firstId, script, workflowPass, pendingCancel, explainBlocked, rows, managers);
  }

  public ControllerSettings withManagers(Managers how) {
    return new ControllerSettings(
        installUuid,
        firstId,
        script,
        workflowPass,
        pendingCancel,
        explainBlocked,
        retainedJobs,
        how);
  }
}
