package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The workflow manager: spawns children, judges the whole, and cancels in passes. */
final class Workflows {
  private final World world;
  private final Lifecycle lifecycle;
  private final Consumer<Job> cancelChild;

  Workflows(World world, Lifecycle lifecycle, Consumer<Job> cancelChild) {
    this.world = world;
    this.lifecycle = lifecycle;
    this.cancelChild = cancelChild;
  }

  /** Gives a new workflow job its nodes. Lock held. */
  void plan(Job workflow, Template template) {
    if (workflow.submission.isSliced()) {
      for (int slice = 1; slice <= template.slices(); slice++) {
        addNode(workflow, template.id());
      }
      return;
    }
    Map<String, Job.Node> made = new HashMap<>();
    for (WorkflowNode planned : template.nodes()) {
      Job.Node node =
          new Job.Node(
              world.takeNodeId(),
              planned.identifier(),
              planned.template(),
              Json.MAPPER.createObjectNode(),
              planned.convergence());
      workflow.nodes.add(node);
      made.put(planned.identifier(), node);
      for (WorkflowNode.Edge edge : planned.after()) {
        Objects.requireNonNull(made.get(edge.from())).leadTo(node, edge.path());
      }
    }
  }

  /** Gives a new workflow job the nodes of a bulk launch. Lock held. */
  void plan(Job workflow, List<BulkNode> nodes) {
    for (BulkNode node : nodes) {
      add(workflow, node.identifier(), node.template(), node.variables().deepCopy());
    }
  }

  private Job.Node addNode(Job workflow, long template) {
    return add(
        workflow, "node-" + (workflow.nodes.size() + 1), template, Json.MAPPER.createObjectNode());
  }

  /** One that begins with the workflow. */
  private Job.Node add(Job workflow, String identifier, long template, ObjectNode variables) {
    Job.Node node =
        new Job.Node(
            world.takeNodeId(), identifier, template, variables, WorkflowNode.Convergence.ANY);
    workflow.nodes.add(node);
    return node;
  }

  /** One look at a workflow. Lock held. */
  void pass(Job workflow) {
    if (workflow.status != AapStatus.RUNNING || workflow.concluded || !world.isStored(workflow)) {
      return;
    }
    if (workflow.canceledOn != null) {
      cancelPass(workflow);
      return;
    }
    WorkflowGraph graph =
        new WorkflowGraph(workflow.nodes, node -> !world.templates.containsKey(node.template));
    graph.markDoNotRun();
    if (!graph.isDone()) {
      graph.ready().forEach(node -> spawn(workflow, node));
    } else if (graph.hasFailed()) {
      conclude(
          workflow, AapStatus.FAILED, "No error handling paths found, marking workflow as failed");
    } else {
      conclude(workflow, AapStatus.SUCCESSFUL, "");
    }
  }

  private void conclude(Job workflow, AapStatus status, String explanation) {
    lifecycle.conclude(
        workflow,
        status,
        explanation,
        () -> world.announce(Moment.ofEnd(workflow.status), workflow));
  }

  private void spawn(Job workflow, Job.Node node) {
    Template template = world.templates.get(node.template);
    if (template == null) {
      return;
    }
    boolean slice = workflow.submission.isSliced();
    Submission of = workflow.submission;
    // §3.5: children get the workflow's variables whatever their template asks for
    ObjectNode given = of.extraVars().tree().setAll(node.variables);
    ExtraVars variables = slice ? of.extraVars() : Variables.merge(template, given);
    JobKind kind = slice ? JobKind.JOB : template.kind().jobKind();
    Submission submission =
        new Submission(
            kind,
            template.name(),
            template.organization(),
            "workflow",
            of.createdBy(),
            variables,
            of.prompts(),
            Submission.Shape.PLAIN,
            Optional.of(workflow.id),
            Optional.of(of.root().orElse(workflow.id)),
            slice ? workflow.nodes.indexOf(node) + 1 : 0,
            slice ? template.slices() : 1,
            template.purpose());
    Job child =
        new Job(
            world.takeJobId(),
            submission,
            template.id(),
            world.scriptFor(template, variables),
            world.now());
    child.allowSimultaneous = template.allowSimultaneous();
    child.whenEnded =
        () -> world.later(Duration.ZERO, () -> world.atManagers(() -> pass(workflow)));
    node.job = child;
    if (kind == JobKind.WORKFLOW_JOB) {
      plan(child, template);
    }
    lifecycle.submit(child);
  }

  /** §6.9: a running workflow is not changed by the POST; the manager's passes do the work. */
  void cancelRequested(Job workflow) {
    world.atNextPass(() -> pass(workflow));
  }

  private void cancelPass(Job workflow) {
    WorkflowCancel mode = workflow.script.workflowCancel();
    if (mode == WorkflowCancel.SPAWNS_ONE_MORE && !workflow.spawnedOneMore) {
      workflow.spawnedOneMore = true;
      spawnOneMore(workflow);
      world.atNextPass(() -> pass(workflow));
      return;
    }
    workflow.nodes.stream().filter(n -> n.job == null).forEach(n -> n.doNotRun = true);
    List<Job> active =
        children(workflow).stream().filter(child -> child.status.isActive()).toList();
    if (active.isEmpty() || mode == WorkflowCancel.LEAVES_A_CHILD) {
      conclude(workflow, AapStatus.CANCELED, "");
      return;
    }
    for (Job child : active) {
      if (mode == WorkflowCancel.FORCES_CHILDREN) {
        child.canceledOn = world.now();
        lifecycle.write(child, AapStatus.CANCELED, "");
      } else {
        cancelChild.accept(child);
      }
    }
    world.atNextPass(() -> pass(workflow));
  }

  private void spawnOneMore(Job workflow) {
    Optional<Job.Node> unspawned = workflow.nodes.stream().filter(n -> n.job == null).findFirst();
    if (unspawned.isPresent()) {
      spawn(workflow, unspawned.get());
    } else if (!workflow.nodes.isEmpty()) {
      long template = workflow.nodes.get(workflow.nodes.size() - 1).template;
      spawn(workflow, addNode(workflow, template));
    }
  }

  private static List<Job> children(Job workflow) {
    return workflow.nodes.stream().map(n -> n.job).filter(Objects::nonNull).toList();
  }
}
