package io.cloudkit.testkit.aap.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Edge;
import io.cloudkit.testkit.truth.Playbook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A template to be added to the {@link Controller}. Each method changes this draft and returns it;
 * not thread-safe. Without further words a template asks for variables, may run simultaneously, is
 * not sliced and lives in the organization {@code Default}.
 */
public final class TemplateSpec {
  final TemplateKind kind;
  final String name;
  final Set<String> prompts = new LinkedHashSet<>();
  final List<Question> survey = new ArrayList<>();
  final List<WorkflowNode> nodes = new ArrayList<>();
  String organization = "Default";
  Simultaneity simultaneity = Simultaneity.ALLOWED;
  int slices = 1;
  Template.Inventory inventory = Template.Inventory.OWN;
  ExtraVars variables = ExtraVars.none();
  Playbook.Purpose purpose = Playbook.Purpose.OTHER;
  Optional<Function<ExtraVars, Script>> script = Optional.empty();

  enum Simultaneity {
    ALLOWED,
    ONE_AT_A_TIME
  }

  private TemplateSpec(TemplateKind kind, String name) {
    this.kind = kind;
    this.name = name;
    prompts.add("extra_vars");
  }

  public static TemplateSpec job(String name) {
    return new TemplateSpec(TemplateKind.JOB_TEMPLATE, name);
  }

  /** A workflow without {@link #node}s ends successful as soon as it starts. */
  public static TemplateSpec workflow(String name) {
    return new TemplateSpec(TemplateKind.WORKFLOW_JOB_TEMPLATE, name);
  }

  public TemplateSpec organization(String organizationName) {
    this.organization = organizationName;
    return this;
  }

  /** {@code ask_variables_on_launch=false}: launched variables are dropped or refused (§3.5). */
  public TemplateSpec withoutVariablesPrompt() {
    prompts.remove("extra_vars");
    return this;
  }

  /** Further launch fields it prompts for: limit, job_tags, skip_tags, scm_branch, inventory … */
  public TemplateSpec prompting(String... fields) {
    prompts.addAll(List.of(fields));
    return this;
  }

  /** A survey; its answers are accepted without a prompt for variables, too (§3.5). */
  public TemplateSpec survey(Question... questions) {
    survey.addAll(List.of(questions));
    return this;
  }

  /** Without an inventory a launch is refused, unless it brings one that is asked for (§3.7). */
  public TemplateSpec withoutInventory() {
    this.inventory = Template.Inventory.NONE;
    return this;
  }

  /** {@code allow_simultaneous=false}: a second job stays pending, it is never refused (§3.10). */
  public TemplateSpec oneAtATime() {
    this.simultaneity = Simultaneity.ONE_AT_A_TIME;
    return this;
  }

  /** Effective slices; above 1 a launch makes a workflow job (§3.4). Job templates only. */
  public TemplateSpec slices(int count) {
    if (kind != TemplateKind.JOB_TEMPLATE || count < 1) {
      throw new IllegalArgumentException(
          "slices are for job templates and at least 1, found " + count + " on a " + kind.type());
    }
    this.slices = count;
    return this;
  }

  /** The template's own variables; those of a launch win over them. */
  public TemplateSpec variables(Map<String, ?> own) {
    this.variables = ExtraVars.of(Json.MAPPER.<ObjectNode>valueToTree(own));
    return this;
  }

  /** What its playbook does when the launch does not say so in {@code cloudkit_operation.type}. */
  public TemplateSpec purpose(Playbook.Purpose what) {
    this.purpose = what;
    return this;
  }

  /** How each run goes. */
  public TemplateSpec script(Script always) {
    return script(vars -> always);
  }

  /** How a run goes, decided by its variables; called once per launch, under the fake's lock. */
  public TemplateSpec script(Function<ExtraVars, Script> chooser) {
    this.script = Optional.of(chooser);
    return this;
  }

  /** The next node of a workflow, which runs when the one before it succeeded. */
  public TemplateSpec node(Template child) {
    String identifier = "node-" + (nodes.size() + 1);
    if (nodes.isEmpty()) {
      return node(identifier, child);
    }
    String last = nodes.get(nodes.size() - 1).identifier();
    return node(identifier, child, new Edge(last, WorkflowNode.Path.SUCCESS));
  }

  /**
   * A node of a workflow that waits for any of those that lead to it.
   *
   * @param after edges from nodes that were added before; none: it begins with the workflow
   */
  public TemplateSpec node(String identifier, Template child, Edge... after) {
    return add(identifier, child, WorkflowNode.Convergence.ANY, after);
  }

  /** The same, but it runs only if each of those leads to it. */
  public TemplateSpec convergingNode(String identifier, Template child, Edge... after) {
    return add(identifier, child, WorkflowNode.Convergence.ALL, after);
  }

  private TemplateSpec add(
      String identifier, Template child, WorkflowNode.Convergence convergence, Edge... after) {
    if (kind != TemplateKind.WORKFLOW_JOB_TEMPLATE) {
      throw new IllegalArgumentException("only workflows have nodes; '" + name + "' is a job");
    }
    List<String> before = nodes.stream().map(WorkflowNode::identifier).toList();
    if (before.contains(identifier)) {
      throw new IllegalArgumentException("'" + name + "' has a node " + identifier + " already");
    }
    for (Edge edge : after) {
      if (!before.contains(edge.from())) {
        throw new IllegalArgumentException(
            "node "
                + identifier
                + ": expected an edge from one of "
                + before
                + ", found "
                + edge.from()
                + ": add that node first");
      }
    }
    nodes.add(new WorkflowNode(identifier, child.id(), List.of(after), convergence));
    return this;
  }
}
