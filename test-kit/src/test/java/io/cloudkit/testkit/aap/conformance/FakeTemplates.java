package io.cloudkit.testkit.aap.conformance;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.Question;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Edge;
import io.cloudkit.testkit.aap.controller.WorkflowNode.Path;
import java.util.Map;

/** The templates that the table's needs tell of, in the simulated AAP. */
final class FakeTemplates {
  private static final Question[] SURVEY = {
    Question.integer("size").between(1, 8).required(),
    Question.choice("flavor", "small", "large").withDefault("small"),
    Question.text("owner").between(2, 8),
    Question.password("secret")
  };

  final Template asking;
  final Template prompting;
  final Template slow;
  final Template sliced;
  final Template workflow;
  final Template slowWorkflow;
  final Template rescuing;
  final Template failingWorkflow;

  private final Facts facts = new Facts();

  FakeTemplates(FakeAap fake) {
    asking = add(fake, "asking", TemplateSpec.job("conform-Asking"));
    add(fake, "silent", TemplateSpec.job("conform-Silent").withoutVariablesPrompt());
    add(
        fake,
        "preset",
        TemplateSpec.job("conform-Preset")
            .withoutVariablesPrompt()
            .variables(Map.of("colour", "blue")));
    prompting =
        add(
            fake,
            "prompting",
            TemplateSpec.job("conform-Prompting")
                .prompting("limit", "job_tags", "skip_tags", "job_type", "verbosity", "diff_mode")
                .prompting("inventory", "scm_branch", "labels", "forks", "timeout"));
    add(fake, "survey", TemplateSpec.job("conform-Survey").withoutVariablesPrompt().survey(SURVEY));
    sliced = add(fake, "sliced", TemplateSpec.job("conform-Sliced").slices(2));
    add(fake, "homeless", TemplateSpec.job("conform-Homeless").withoutInventory());
    Template stale = add(fake, "stale", TemplateSpec.job("conform-Stale"));
    fake.controller().failProjectUpdate(stale.id());
    Template hidden = add(fake, "hidden", TemplateSpec.job("conform-Hidden"));
    fake.controller().hide(hidden.id());
    workflow = add(fake, "workflow", TemplateSpec.workflow("conform-Workflow").node(asking));
    add(
        fake,
        "workflowSilent",
        TemplateSpec.workflow("conform-WorkflowSilent").withoutVariablesPrompt());
    add(
        fake,
        "workflowSurvey",
        TemplateSpec.workflow("conform-WorkflowSurvey").withoutVariablesPrompt().survey(SURVEY));
    Template first = add(fake, "twin", TemplateSpec.workflow("conform-Twins"));
    Template second = fake.add(TemplateSpec.workflow("conform-Twins").organization("Other"));
    facts.put("twins.name", "conform-Twins");
    facts.put("twins.first", first.id()).put("twins.firstOrg", first.organization().name());
    facts.put("twins.second", second.id());
    Script slowly = Script.quick().untilTold();
    slow = add(fake, "slow", TemplateSpec.job("conform-Slow").script(slowly));
    slowWorkflow =
        add(fake, "slowWorkflow", TemplateSpec.workflow("conform-SlowWorkflow").node(slow));
    add(fake, "queued", TemplateSpec.job("conform-Queued").script(slowly).oneAtATime());
    add(
        fake,
        "queuedWorkflow",
        TemplateSpec.workflow("conform-QueuedWorkflow").node(slow).oneAtATime());
    Template failing =
        add(
            fake,
            "failing",
            TemplateSpec.job("conform-Failing").script(Script.quick().ends(Ending.fails())));
    rescuing =
        add(
            fake,
            "rescuing",
            TemplateSpec.workflow("conform-Rescuing")
                .node("first", failing)
                .node("next", asking, new Edge("first", Path.SUCCESS))
                .node("rescue", asking, new Edge("first", Path.FAILURE)));
    failingWorkflow =
        add(fake, "failingWorkflow", TemplateSpec.workflow("conform-FailingFlow").node(failing));
  }

  /** Ids and names of all of them. */
  Facts facts() {
    return facts;
  }

  private Template add(FakeAap fake, String need, TemplateSpec spec) {
    Template template = fake.add(spec);
    facts.putTemplate(
        need,
        template.id(),
        template.name(),
        template.organization().name(),
        template.organization().id());
    return template;
  }
}
