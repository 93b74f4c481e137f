package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.testkit.time.Timeline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How one run goes: an immutable value, changed by the {@code with}-like methods, each of which
 * returns a copy. Durations are times of the {@link Timeline}, zero allowed.
 *
 * @param pending time before the scheduler takes the job
 * @param waiting time before the dispatcher starts it; workflows skip it
 * @param running time the playbook runs
 * @param ending how it ends; absent: runs until {@link Controller#finish} or a cancel
 * @param cancel what an accepted cancel does
 * @param cancelAfter time from an accepted cancel to its effect
 * @param workflowCancel the same question for a workflow
 * @param artifacts what set_stats returns at a natural end: an object or the hidden string
 * @param stats when host_status_counts appears after a natural end; absent: the event is lost
 * @param machine what a provision leaves behind when it does not succeed
 */
public record Script(
    Duration pending,
    Duration waiting,
    Duration running,
    Optional<Ending> ending,
    CancelMode cancel,
    Duration cancelAfter,
    WorkflowCancel workflowCancel,
    JsonNode artifacts,
    Optional<Duration> stats,
    Leftover machine) {

  /** What a provision that does not succeed leaves behind. */
  public enum Leftover {
    NOTHING,
    /** The machine exists from the start of the playbook on, whatever becomes of the run. */
    MACHINE
  }

  /** A run that succeeds after a short while: 100 ms pending, 100 ms waiting, 1 s running. */
  public static Script quick() {
    return new Script(
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Optional.of(Ending.succeeds()),
        CancelMode.ACKNOWLEDGED,
        Duration.ofMillis(500),
        WorkflowCancel.TWO_PASS,
        JsonNodeFactory.instance.objectNode(),
        Optional.of(Duration.ZERO),
        Leftover.NOTHING);
  }

  public Script takes(Duration pendingTime, Duration waitingTime, Duration runningTime) {
    return new Script(
        pendingTime,
        waitingTime,
        runningTime,
        ending,
        cancel,
        cancelAfter,
        workflowCancel,
        artifacts,
        stats,
        machine);
  }

  /** Only the time the playbook runs. */
  public Script runsFor(Duration time) {
    return takes(pending, waiting, time);
  }

  public Script ends(Ending how) {
    return ends(Optional.of(how));
  }

  /** Runs until a test says how it ends, or a cancel stops it. */
  public Script untilTold() {
    return ends(Optional.empty());
  }

  private Script ends(Optional<Ending> how) {
    return new Script(
        pending,
        waiting,
        running,
        how,
        cancel,
        cancelAfter,
        workflowCancel,
        artifacts,
        stats,
        machine);
  }

  public Script onCancel(CancelMode mode, Duration effectAfter) {
    return new Script(
        pending,
        waiting,
        running,
        ending,
        mode,
        effectAfter,
        workflowCancel,
        artifacts,
        stats,
        machine);
  }

  public Script onWorkflowCancel(WorkflowCancel mode) {
    return new Script(
        pending, waiting, running, ending, cancel, cancelAfter, mode, artifacts, stats, machine);
  }

  public Script returning(Map<String, ?> values) {
    return returning(Json.MAPPER.<JsonNode>valueToTree(values));
  }

  /** A no_log artifact hides all of them behind a string (§9.2). */
  public Script hidingArtifacts() {
    return returning(JsonNodeFactory.instance.textNode("$hidden due to Ansible no_log flag$"));
  }

  private Script returning(JsonNode values) {
    return new Script(
        pending,
        waiting,
        running,
        ending,
        cancel,
        cancelAfter,
        workflowCancel,
        values,
        stats,
        machine);
  }

  /** The stats event arrives so long after the final status (§5.6). */
  public Script statsAfter(Duration delay) {
    return stats(Optional.of(delay));
  }

  public Script losingStats() {
    return stats(Optional.empty());
  }

  private Script stats(Optional<Duration> when) {
    return new Script(
        pending,
        waiting,
        running,
        ending,
        cancel,
        cancelAfter,
        workflowCancel,
        artifacts,
        when,
        machine);
  }

  /** The machine exists as soon as the playbook starts, even if the run fails or is killed. */
  public Script leavingMachine() {
    return new Script(
        pending,
        waiting,
        running,
        ending,
        cancel,
        cancelAfter,
        workflowCancel,
        artifacts,
        stats,
        Leftover.MACHINE);
  }
}
