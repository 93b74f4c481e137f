package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
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
    } else {
      template.nodes().forEach(child -> addNode(workflow, child));
    }
  }

  /** Gives a new workflow job the nodes of a bulk launch. Lock held. */
  void plan(Job workflow, List<BulkNode> nodes) {
    for (BulkNode node : nodes) {
      workflow.nodes.add(
          new Job.Node(
              world.takeNodeId(), node.identifier(), node.template(), node.variables().deepCopy()));
    }
  }

  private Job.Node addNode(Job workflow, long template) {
    long id = world.takeNodeId();
    Job.Node node = new Job.Node(id, "node-" + id, template, Json.MAPPER.createObjectNode());
    workflow.nodes.add(node);
    return node;
  }

  /** One look at a workflow. Lock held. */
  void pass(Job workflow) {
    if (workflow.status != AapStatus.RUNNING || !world.isStored(workflow)) {
      return;
    }
    if (workflow.canceledOn != null) {
      cancelPass(workflow);
      return;
    }
    boolean failed = children(workflow).stream().anyMatch(Workflows::failed);
    boolean busy = children(workflow).stream().anyMatch(child -> child.status.isActive());
    if (failed && !busy) {
      lifecycle.write(
          workflow, AapStatus.FAILED, "No error handling paths found, marking workflow as failed");
    } else if (!failed && !spawnNext(workflow, busy) && !busy) {
      lifecycle.write(workflow, AapStatus.SUCCESSFUL, "");
    }
  }

  /** Spawns what may start now: slices and bulk launches at once, nodes one after the other. */
  private boolean spawnNext(Job workflow, boolean busy) {
    boolean spawned = false;
    if (busy) {
      return false;
    }
    for (Job.Node node : List.copyOf(workflow.nodes)) {
      if (node.job == null && !node.doNotRun) {
        spawned |= spawn(workflow, node);
        if (!workflow.submission.isSliced() && workflow.template != null) {
          return spawned;
        }
      }
    }
    return spawned;
  }

  private boolean spawn(Job workflow, Job.Node node) {
    Template template = world.templates.get(node.template);
    if (template == null) {
      node.doNotRun = true;
      return false;
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
    child.whenEnded = () -> world.later(Duration.ZERO, () -> pass(workflow));
    node.job = child;
    if (kind == JobKind.WORKFLOW_JOB) {
      plan(child, template);
    }
    lifecycle.submit(child);
    return true;
  }

  /** §6.9: a running workflow is not changed by the POST; the manager's passes do the work. */
  void cancelRequested(Job workflow) {
    world.later(world.settings.workflowPass(), () -> pass(workflow));
  }

  private void cancelPass(Job workflow) {
    WorkflowCancel mode = workflow.script.workflowCancel();
    if (mode == WorkflowCancel.SPAWNS_ONE_MORE && !workflow.spawnedOneMore) {
      workflow.spawnedOneMore = true;
      spawnOneMore(workflow);
      world.later(world.settings.workflowPass(), () -> pass(workflow));
      return;
    }
    workflow.nodes.stream().filter(n -> n.job == null).forEach(n -> n.doNotRun = true);
    List<Job> active =
        children(workflow).stream().filter(child -> child.status.isActive()).toList();
    if (active.isEmpty() || mode == WorkflowCancel.LEAVES_A_CHILD) {
      lifecycle.write(workflow, AapStatus.CANCELED, "");
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
    world.later(world.settings.workflowPass(), () -> pass(workflow));
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

  private static boolean failed(Job child) {
    return !child.status.isActive() && child.status != AapStatus.SUCCESSFUL;
  }
}
