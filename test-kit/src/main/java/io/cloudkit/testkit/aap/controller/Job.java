package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Convergence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One job while it lives; guarded by the {@link World}'s lock. */
final class Job {
  final long id;
  final Submission submission;
  final Script script;
  final Instant created;
  final List<Node> nodes = new ArrayList<>();

  @Nullable Long template;
  boolean allowSimultaneous = true;
  AapStatus status = AapStatus.PENDING;
  String explanation = "";
  @Nullable Instant started;
  @Nullable Instant finished;
  @Nullable Instant canceledOn;
  JsonNode artifacts = JsonNodeFactory.instance.objectNode();
  @Nullable JsonNode hostStatusCounts;
  List<TaskFailure> failures = List.of();
  boolean areEventsLate;

  CancelMode cancelMode;
  Duration cancelAfter;

  /** Counts returns to pending: what was planned for an earlier attempt no longer happens. */
  int attempt;

  /** The playbook of the current attempt, 0 before it starts. */
  long run;

  boolean blocked;
  boolean finalWriteLost;
  boolean spawnedOneMore;

  /** A manager has written its end, which is not committed yet. */
  boolean concluded;

  Runnable whenEnded = () -> {};

  /** A node of a workflow job. */
  static final class Node {
    final long id;
    final String identifier;
    final long template;
    final ObjectNode variables;
    final Convergence convergence;

    final List<Edge> incoming = new ArrayList<>();
    final List<Edge> outgoing = new ArrayList<>();
    boolean doNotRun;
    @Nullable Job job;

    Node(long id, String identifier, long template, ObjectNode variables, Convergence convergence) {
      this.variables = variables;
      this.id = id;
      this.identifier = identifier;
      this.template = template;
      this.convergence = convergence;
    }

    NodeRow row(long workflow, Optional<Job> stored) {
      return new NodeRow(
          id,
          workflow,
          identifier,
          template,
          doNotRun,
          stored.map(Job::row),
          outgoing.stream()
              .collect(
                  Collectors.groupingBy(
                      Edge::path, Collectors.mapping(edge -> edge.to().id, Collectors.toList()))),
          convergence);
    }

    /** From now on that one follows this one. */
    void leadTo(Node next, WorkflowNode.Path path) {
      Edge edge = new Edge(this, path, next);
      outgoing.add(edge);
      next.incoming.add(edge);
    }
  }

  /** A way from one node to the next. */
  record Edge(Node from, WorkflowNode.Path path, Node to) {}

  Job(long id, Submission submission, @Nullable Long template, Script script, Instant created) {
    this.id = id;
    this.submission = submission;
    this.template = template;
    this.script = script;
    this.created = created;
    this.cancelMode = script.cancel();
    this.cancelAfter = script.cancelAfter();
  }

  JobRow row() {
    return new JobRow(
        id,
        submission,
        Optional.ofNullable(template),
        allowSimultaneous,
        created,
        status,
        explanation,
        Optional.ofNullable(started),
        Optional.ofNullable(finished),
        Optional.ofNullable(canceledOn),
        artifacts,
        Optional.ofNullable(hostStatusCounts),
        failures,
        !status.isActive() && !areEventsLate);
  }
}
