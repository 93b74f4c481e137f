package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.truth.Playbook;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Makes jobs of what programs and people order. Lock held throughout. */
final class Orders {
  private final World world;
  private final Lifecycle lifecycle;
  private final Workflows workflows;

  Orders(World world, Lifecycle lifecycle, Workflows workflows) {
    this.world = world;
    this.lifecycle = lifecycle;
    this.workflows = workflows;
  }

  /** Makes a job, pending; throws {@link NoSuchElementException} if the template is gone. */
  JobRow launch(LaunchOrder order) {
    Template template = world.templates.get(order.template());
    if (template == null) {
      throw new NoSuchElementException(
          "expected a template with id " + order.template() + ", found none: add it first");
    }
    ExtraVars variables = Variables.merge(template, order.variables());
    boolean sliced = template.slices() > 1;
    Submission submission =
        new Submission(
            sliced ? JobKind.WORKFLOW_JOB : template.kind().jobKind(),
            template.name(),
            template.organization(),
            "manual",
            order.by(),
            variables,
            order.prompts(),
            sliced ? Submission.Shape.SLICED : Submission.Shape.PLAIN,
            Optional.empty(),
            Optional.empty(),
            0,
            template.slices(),
            template.purpose());
    long id = order.reservedId().orElseGet(world::takeJobId);
    return submit(id, submission, template);
  }

  /** Makes one workflow job without a template, with a node for each launch (§3.11). */
  JobRow launchBulk(String name, List<BulkNode> nodes, ObjectNode variables, User by) {
    Submission submission =
        new Submission(
            JobKind.WORKFLOW_JOB,
            name,
            world.organization("Default"),
            "manual",
            by,
            ExtraVars.of(variables),
            Json.MAPPER.createObjectNode(),
            Submission.Shape.PLAIN,
            Optional.empty(),
            Optional.empty(),
            0,
            1,
            Playbook.Purpose.OTHER);
    Job job = new Job(world.takeJobId(), submission, null, Script.quick(), world.now());
    workflows.plan(job, nodes);
    lifecycle.submit(job);
    return job.row();
  }

  private JobRow submit(long id, Submission submission, Template template) {
    Script script = world.scriptFor(template, submission.extraVars());
    Job job = new Job(id, submission, template.id(), script, world.now());
    job.allowSimultaneous = template.allowSimultaneous();
    if (submission.kind() == JobKind.WORKFLOW_JOB) {
      workflows.plan(job, template);
    }
    lifecycle.submit(job);
    return job.row();
  }

  /** What a person does: a new job with the same variables, launch_type relaunch (§11.1). */
  JobRow relaunch(Job old, User by) {
    Template template = old.template == null ? null : world.templates.get(old.template);
    if (template == null) {
      throw new NoSuchElementException(
          "the template of job " + old.id + " is gone: it cannot be relaunched");
    }
    Submission of = old.submission;
    Submission again =
        new Submission(
            of.kind(),
            of.name(),
            of.organization(),
            "relaunch",
            by,
            of.extraVars(),
            of.prompts(),
            of.shape(),
            Optional.empty(),
            Optional.empty(),
            of.sliceNumber(),
            of.sliceCount(),
            of.purpose());
    return submit(world.takeJobId(), again, template);
  }
}
