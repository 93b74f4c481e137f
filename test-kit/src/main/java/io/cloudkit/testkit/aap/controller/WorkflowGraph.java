package io.cloudkit.testkit.aap.controller;

import io.cloudkit.testkit.aap.controller.WorkflowNode.Convergence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The nodes of one workflow job and what follows from how they ended, as the workflow manager
 * judges it (§5.2, DW:87-175). Lock held throughout.
 */
final class WorkflowGraph {
  private final List<Job.Node> nodes;
  private final Predicate<Job.Node> lost;

  /**
   * Of a workflow job.
   *
   * @param lost whether the template of a node is gone: it counts as failed, and never runs
   */
  WorkflowGraph(List<Job.Node> nodes, Predicate<Job.Node> lost) {
    this.nodes = nodes;
    this.lost = lost;
  }

  /** Marks what will never run: no edge that could lead to it is taken any more. */
  void markDoNotRun() {
    boolean marked = true;
    while (marked) {
      marked = false;
      for (Job.Node node : nodes) {
        if (!node.doNotRun && node.job == null && !node.incoming.isEmpty() && isCutOff(node)) {
          node.doNotRun = true;
          marked = true;
        }
      }
    }
  }

  private boolean isCutOff(Job.Node node) {
    if (node.convergence == Convergence.ALL) {
      return node.incoming.stream().anyMatch(edge -> edge.from().doNotRun) || !converges(node);
    }
    return node.incoming.stream().allMatch(edge -> edge.from().doNotRun || isPassedBy(edge));
  }

  /** Whether the node before ended, and not so that this edge is taken. */
  private boolean isPassedBy(Job.Edge edge) {
    boolean ended = hasEnded(edge.from()) || (edge.from().job == null && lost.test(edge.from()));
    return ended && !isTaken(edge) && edgesBetween(edge).stream().noneMatch(this::isTaken);
  }

  private static List<Job.Edge> edgesBetween(Job.Edge edge) {
    return edge.to().incoming.stream().filter(each -> each.from() == edge.from()).toList();
  }

  /** Of the nodes before that succeeded or failed each must lead here; of others none is asked. */
  private boolean converges(Job.Node node) {
    return node.incoming.stream()
        .filter(edge -> isDecisive(edge.from()))
        .allMatch(edge -> edgesBetween(edge).stream().anyMatch(this::isTaken));
  }

  private static boolean isDecisive(Job.Node node) {
    return node.job != null
        && (node.job.status == AapStatus.SUCCESSFUL || node.job.status == AapStatus.FAILED);
  }

  private boolean isTaken(Job.Edge edge) {
    Job.Node from = edge.from();
    if (from.job == null) {
      return !from.doNotRun && lost.test(from) && edge.path().isTakenAfter(AapStatus.FAILED);
    }
    return hasEnded(from) && edge.path().isTakenAfter(from.job.status);
  }

  private static boolean hasEnded(Job.Node node) {
    return node.job != null && !node.job.status.isActive();
  }

  /** What may be launched now, along the edges that are taken. */
  List<Job.Node> ready() {
    List<Job.Node> ready = new ArrayList<>();
    Set<Job.Node> seen = new HashSet<>();
    Deque<Job.Node> open = new ArrayDeque<>();
    nodes.stream().filter(node -> node.incoming.isEmpty()).forEach(open::add);
    while (!open.isEmpty()) {
      Job.Node node = open.remove();
      if (!seen.add(node) || node.doNotRun) {
        continue;
      }
      if (node.job != null || lost.test(node)) {
        node.outgoing.stream().filter(this::isTaken).map(Job.Edge::to).forEach(open::add);
      } else if (hasWaitedLongEnough(node)) {
        ready.add(node);
      }
    }
    return ready;
  }

  /** Nothing before it may still run; with convergence of all, each of them leads here. */
  private boolean hasWaitedLongEnough(Job.Node node) {
    boolean allOver =
        node.incoming.stream()
            .map(Job.Edge::from)
            .allMatch(from -> from.doNotRun || hasEnded(from) || lost.test(from));
    return allOver && (node.convergence == Convergence.ANY || converges(node));
  }

  boolean isDone() {
    return nodes.stream()
        .allMatch(node -> node.job == null ? node.doNotRun || lost.test(node) : hasEnded(node));
  }

  /** Whether a node failed that has no edge for it. */
  boolean hasFailed() {
    return nodes.stream()
        .filter(this::failed)
        .anyMatch(
            node -> node.outgoing.stream().noneMatch(e -> e.path().isTakenAfter(AapStatus.FAILED)));
  }

  private boolean failed(Job.Node node) {
    boolean endedBadly =
        node.job != null && hasEnded(node) && node.job.status != AapStatus.SUCCESSFUL;
    return endedBadly || (!node.doNotRun && lost.test(node));
  }
}
