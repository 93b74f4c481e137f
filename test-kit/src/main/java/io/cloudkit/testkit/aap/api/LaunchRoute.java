package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Question;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code …/launch/}: what may start, what is dropped and what is refused (§3). */
final class LaunchRoute {
  private static final Set<String> JOB_FIELDS =
      Set.of(
          "inventory",
          "scm_branch",
          "diff_mode",
          "job_tags",
          "skip_tags",
          "job_type",
          "limit",
          "verbosity",
          "execution_environment",
          "labels",
          "forks",
          "job_slice_count",
          "timeout",
          "instance_groups",
          "credentials");
  private static final Set<String> WORKFLOW_FIELDS =
      Set.of("inventory", "limit", "scm_branch", "labels", "skip_tags", "job_tags");

  private final Controller controller;
  private final NamedRoutes named;

  LaunchRoute(Controller controller, NamedRoutes named) {
    this.controller = controller;
    this.named = named;
  }

  HttpAnswer answer(Call call, Template template) {
    call.allow("GET", "POST");
    return call.isPost() ? launch(call, template) : preflight(template);
  }

  // §2.7
  private static HttpAnswer preflight(Template template) {
    ObjectNode body = Documents.object();
    boolean isJob = template.kind() == TemplateKind.JOB_TEMPLATE;
    // jobs count every ask flag as input, workflows the survey alone
    boolean asks = isJob && !template.prompts().isEmpty();
    body.put("can_start_without_user_input", template.required().isEmpty() && !asks);
    body.put("ask_variables_on_launch", template.asksVariables());
    for (String field : new TreeSet<>(fieldsOf(template))) {
      String name = field.equals("job_tags") ? "tags" : field;
      body.put("ask_" + name + "_on_launch", template.prompts().contains(field));
    }
    body.put("survey_enabled", !template.survey().isEmpty());
    var needed = body.putArray("variables_needed_to_start");
    template.required().forEach(needed::add);
    body.putArray("passwords_needed_to_start");
    if (isJob) {
      boolean lacksInventory = template.inventory() == Template.Inventory.NONE;
      body.put("inventory_needed_to_start", lacksInventory);
    }
    body.putObject("defaults").put("extra_vars", template.variables().json());
    body.putObject(template.kind().type() + "_data")
        .put("id", template.id())
        .put("name", template.name())
        .put("description", "");
    return HttpAnswer.json(200, body);
  }

  private static Set<String> fieldsOf(Template template) {
    return template.kind() == TemplateKind.JOB_TEMPLATE ? JOB_FIELDS : WORKFLOW_FIELDS;
  }

  private HttpAnswer launch(Call call, Template template) {
    boolean forbidden = !call.user().isSuperuser() && controller.isLaunchForbidden(template.id());
    if (forbidden) {
      throw Refusal.forbidden();
    }
    controller
        .licenseTrouble()
        .ifPresent(
            text -> {
              throw Refusal.of(403, text);
            });
    ObjectNode body = LaunchBody.of(call.request());
    LaunchFields.check(template.kind(), body, named);
    ObjectNode given = LaunchBody.variables(body);
    ObjectNode accepted = Documents.object();
    ObjectNode ignored = Documents.object();
    sortVariables(template, given, accepted, ignored);
    ObjectNode prompts = Documents.object();
    sortPrompts(template, body, prompts, ignored);
    ObjectNode refusal = Documents.object();
    if (template.kind() == TemplateKind.WORKFLOW_JOB_TEMPLATE) {
      refusal.setAll(workflowRefusal(ignored)); // §3.5
    }
    refusal.setAll(jobRefusal(template, accepted, prompts));
    if (!refusal.isEmpty()) {
      throw new Refusal(HttpAnswer.json(400, refusal));
    }
    JobRow row =
        controller.launch(
            new LaunchOrder(
                template.id(), accepted, prompts, call.user(), call.request().reservedId()));
    return created(call, row, ignored);
  }

  // §3.7
  private ObjectNode jobRefusal(Template template, ObjectNode accepted, ObjectNode prompts) {
    ObjectNode refusal = Documents.object();
    for (Question question : template.survey()) {
      question
          .complaint(Optional.ofNullable(accepted.get(question.variable())))
          .ifPresent(text -> refusal.withArray("variables_needed_to_start").add(text));
    }
    if (template.inventory() == Template.Inventory.NONE && !prompts.has("inventory")) {
      refusal
          .putArray("resources_needed_to_start")
          .add("Job Template inventory is missing or undefined.");
    }
    if (controller.lacksRevision(template.id())) {
      refusal.putArray("playbook").add("Missing a revision to run due to failed project update.");
    }
    return refusal;
  }

  private HttpAnswer created(Call call, JobRow row, ObjectNode ignored) {
    Documents documents = new Documents(call.base(), controller.now());
    ObjectNode answer = Documents.object();
    answer.put(row.kind().type(), row.id()).set("ignored_fields", ignored);
    answer.setAll(documents.detail(row));
    return HttpAnswer.json(201, answer).with("Location", documents.jobUrl(row));
  }

  private static void sortVariables(
      Template template, ObjectNode given, ObjectNode accepted, ObjectNode ignored) {
    ObjectNode dropped = Documents.object();
    for (var entry : given.properties()) {
      boolean wanted = template.asksVariables() || template.question(entry.getKey()).isPresent();
      boolean same = entry.getValue().equals(template.variables().tree().get(entry.getKey()));
      if (wanted) {
        accepted.set(entry.getKey(), entry.getValue());
      } else if (!same) { // §3.5: the template's own value is neither accepted nor ignored
        dropped.set(entry.getKey(), entry.getValue());
      }
    }
    if (!dropped.isEmpty()) {
      ignored.set("extra_vars", dropped);
    }
  }

  // §15.1: unknown keys are dropped without a word
  private static void sortPrompts(
      Template template, ObjectNode body, ObjectNode prompts, ObjectNode ignored) {
    for (String field : fieldsOf(template)) {
      JsonNode value = body.get(field);
      if (value == null) {
        continue;
      }
      if (value.isNull()) {
        throw LaunchBody.fieldError(field, "This field may not be null.");
      }
      (template.prompts().contains(field) ? prompts : ignored).set(field, value);
    }
  }

  private static ObjectNode workflowRefusal(ObjectNode ignored) {
    ObjectNode refusal = Documents.object();
    for (var entry : ignored.properties()) {
      List<String> names = new ArrayList<>();
      entry.getValue().fieldNames().forEachRemaining(names::add);
      String text =
          entry.getKey().equals("extra_vars")
              ? "Variables "
                  + String.join(", ", names)
                  + " are not allowed on launch. Check the Prompt on Launch setting on the"
                  + " Workflow Job Template to include Extra Variables."
              : "Field is not configured to prompt on launch.";
      refusal.putArray(entry.getKey()).add(text);
    }
    return refusal;
  }
}
