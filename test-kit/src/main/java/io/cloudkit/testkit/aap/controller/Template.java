package io.cloudkit.testkit.aap.controller;

import io.cloudkit.testkit.truth.Playbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A template as the controller holds it; immutable.
 *
 * @param id one sequence across both kinds (§2.5)
 * @param prompts launch fields it asks for; {@code extra_vars} stands for the variables
 * @param survey questions; a launch may answer them whatever it asks for else
 * @param inventory whether it has one of its own
 * @param slices effective slice count, at least 1
 * @param variables its own variables
 * @param purpose what its playbook does unless the launch says otherwise
 * @param script how a run goes
 * @param nodes of a workflow, in the order in which they were made
 */
public record Template(
    long id,
    TemplateKind kind,
    String name,
    Organization organization,
    Set<String> prompts,
    List<Question> survey,
    Inventory inventory,
    boolean allowSimultaneous,
    int slices,
    ExtraVars variables,
    Playbook.Purpose purpose,
    Function<ExtraVars, Script> script,
    List<WorkflowNode> nodes,
    Instant created) {

  public Template {
    prompts = Set.copyOf(prompts);
    survey = List.copyOf(survey);
    nodes = List.copyOf(nodes);
  }

  /** Whether a template has hosts to run on. */
  public enum Inventory {
    OWN,
    NONE
  }

  Template withSurvey(List<Question> questions) {
    return new Template(
        id,
        kind,
        name,
        organization,
        prompts,
        questions,
        inventory,
        allowSimultaneous,
        slices,
        variables,
        purpose,
        script,
        nodes,
        created);
  }

  /** The question for a variable. */
  public Optional<Question> question(String variable) {
    return survey.stream().filter(q -> q.variable().equals(variable)).findFirst();
  }

  /** What a launch must answer, in the survey's order. */
  public List<String> required() {
    return survey.stream().filter(Question::isRequired).map(Question::variable).toList();
  }

  /** Whether launched variables reach the playbook. */
  public boolean asksVariables() {
    return prompts.contains("extra_vars");
  }
}
