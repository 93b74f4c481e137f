package io.cloudkit.testkit.aap.controller;

import io.cloudkit.testkit.truth.Playbook;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A template as the controller holds it; immutable.
 *
 * @param id one sequence across both kinds (§2.5)
 * @param prompts launch fields it asks for; {@code extra_vars} stands for the variables
 * @param required survey variables that must be given
 * @param slices effective slice count, at least 1
 * @param variables its own variables
 * @param purpose what its playbook does unless the launch says otherwise
 * @param script how a run goes
 * @param nodes template ids of a workflow's nodes, in order
 */
public record Template(
    long id,
    TemplateKind kind,
    String name,
    Organization organization,
    Set<String> prompts,
    Set<String> required,
    boolean allowSimultaneous,
    int slices,
    ExtraVars variables,
    Playbook.Purpose purpose,
    Function<ExtraVars, Script> script,
    List<Long> nodes,
    Instant created) {

  public Template {
    prompts = Set.copyOf(prompts);
    required = Set.copyOf(required);
    nodes = List.copyOf(nodes);
  }

  /** Whether launched variables reach the playbook. */
  public boolean asksVariables() {
    return prompts.contains("extra_vars");
  }
}
