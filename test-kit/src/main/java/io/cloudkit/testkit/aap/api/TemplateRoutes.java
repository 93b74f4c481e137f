package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.Moment;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Templates: lists, details, and the jobs of one (§2). */
final class TemplateRoutes {
  private static final String[] PROMPTS = {
    "inventory",
    "limit",
    "scm_branch",
    "job_tags",
    "skip_tags",
    "labels",
    "job_type",
    "verbosity",
    "diff_mode",
    "credential",
    "execution_environment",
    "forks",
    "job_slice_count",
    "timeout",
    "instance_groups"
  };

  private static final Set<String> TAILS =
      Set.of(
          "",
          "launch",
          "survey_spec",
          "notification_templates_started",
          "notification_templates_success",
          "notification_templates_error");

  private final Controller controller;
  private final Sight sight;
  private final JobFields jobFields;
  private final LaunchRoute launches;
  private final SurveyRoute surveys;

  private final NotificationRoutes notifications;

  TemplateRoutes(
      Controller controller,
      Sight sight,
      JobFields jobFields,
      NamedRoutes named,
      NotificationRoutes notifications) {
    this.controller = controller;
    this.sight = sight;
    this.jobFields = jobFields;
    this.notifications = notifications;
    this.launches = new LaunchRoute(controller, named);
    this.surveys = new SurveyRoute(controller);
  }

  HttpAnswer unified(Call call) {
    call.allow("GET");
    Optional<String> types = Query.parse(call.request().query()).last("type");
    Set<String> wanted = Set.copyOf(Arrays.asList(types.orElse("").split(",", -1)));
    List<Template> rows =
        visible(call).stream()
            .filter(t -> types.isEmpty() || wanted.contains(t.kind().type()))
            .toList();
    return Pages.answer(call, fields("UnifiedJobTemplate"), rows, t -> document(call, t));
  }

  /** {@code {kind}/} and everything below it; empty if there is no such route. */
  Optional<HttpAnswer> route(Call call, TemplateKind kind) {
    if (call.segments().size() == 1) {
      call.allow("GET");
      List<Template> rows = visible(call).stream().filter(t -> t.kind() == kind).toList();
      return Optional.of(Pages.answer(call, fields(kind.model()), rows, t -> document(call, t)));
    }
    String tail = call.segment(2);
    boolean isKnown =
        TAILS.contains(tail)
            || tail.equals(kind.jobKind().collection())
            || (tail.equals("slice_workflow_jobs") && kind == TemplateKind.JOB_TEMPLATE);
    if (!isKnown || call.segments().size() > 3) {
      return Optional.empty();
    }
    Template template = sight.template(call, kind);
    return Optional.of(
        switch (tail) {
          case "" -> detail(call, template);
          case "launch" -> launches.answer(call, template);
          case "survey_spec" -> surveys.answer(call, template);
          case "notification_templates_started" ->
              notifications.ofTemplate(call, template, Moment.STARTED);
          case "notification_templates_success" ->
              notifications.ofTemplate(call, template, Moment.SUCCESS);
          case "notification_templates_error" ->
              notifications.ofTemplate(call, template, Moment.ERROR);
          case "slice_workflow_jobs" -> jobs(call, template, JobKind.WORKFLOW_JOB);
          default -> jobs(call, template, kind.jobKind());
        });
  }

  private HttpAnswer detail(Call call, Template template) {
    call.allow("GET", "DELETE");
    return call.request().method().equals("DELETE")
        ? delete(call, template)
        : HttpAnswer.json(200, document(call, template));
  }

  // §7.3
  private HttpAnswer delete(Call call, Template template) {
    if (!call.user().isSuperuser()) {
      throw Refusal.forbidden();
    }
    ObjectNode refusal = Documents.object();
    for (JobRow row : controller.jobs()) {
      if (row.status().isActive() && row.template().equals(Optional.of(template.id()))) {
        ObjectNode active = refusal.withArray("active_jobs").addObject();
        active.put("type", row.kind().type()).put("id", row.id());
      }
    }
    if (!refusal.isEmpty()) {
      refusal.put("error", "Resource is being used by running jobs.");
      throw new Refusal(HttpAnswer.json(409, refusal));
    }
    controller.deleteTemplate(template.id());
    return HttpAnswer.empty(204);
  }

  private HttpAnswer jobs(Call call, Template template, JobKind kind) {
    call.allow("GET");
    List<JobRow> rows =
        controller.jobs().stream()
            .filter(row -> row.kind() == kind && row.template().equals(Optional.of(template.id())))
            .toList();
    Documents documents = new Documents(call.base(), controller.now());
    return Pages.answer(call, jobFields.of(kind), rows, documents::listRow);
  }

  private List<Template> visible(Call call) {
    Optional<String> role = Query.parse(call.request().query()).last("role_level");
    return controller.templates().stream()
        .filter(t -> sight.sees(call.user(), t))
        .filter(t -> role.isEmpty() || sight.has(call.user(), role.get(), t))
        .toList();
  }

  private static Fields<Template> fields(String model) {
    return new Fields.Builder<Template>()
        .number("id", t -> Optional.of(t.id()))
        .text("type", t -> t.kind().type().replace("_", ""))
        .text("name", Template::name)
        .text("description", t -> "")
        .relation("organization", t -> Optional.of(t.organization().id()))
        .number("organization__id", t -> Optional.of(t.organization().id()))
        .text("organization__name", t -> t.organization().name())
        .time("created", t -> Optional.of(t.created()))
        .time("modified", t -> Optional.of(t.created()))
        .flag("allow_simultaneous", Template::allowSimultaneous)
        .flag("ask_variables_on_launch", Template::asksVariables)
        .withRoles()
        .build(model, "extra_vars", "survey_spec");
  }

  private ObjectNode document(Call call, Template template) {
    ObjectNode doc = Documents.object();
    String url = call.base() + "/" + template.kind().collection() + "/" + template.id() + "/";
    doc.put("id", template.id()).put("type", template.kind().type()).put("url", url);
    ObjectNode related = doc.putObject("related").put("launch", url + "launch/");
    related.put("survey_spec", url + "survey_spec/");
    String collection = template.kind().jobKind().collection();
    related.put(collection, url + collection + "/");
    ObjectNode summary = doc.putObject("summary_fields");
    boolean rules = call.user().isSuperuser();
    summary
        .putObject("user_capabilities")
        .put("edit", rules)
        .put("delete", rules)
        .put("start", sight.mayLaunch(call.user(), template));
    summary
        .putObject("organization")
        .put("id", template.organization().id())
        .put("name", template.organization().name())
        .put("description", "");
    doc.put("created", Times.wire(template.created()));
    doc.put("modified", Times.wire(template.created()));
    doc.put("name", template.name()).put("description", "");
    doc.put("organization", template.organization().id());
    doc.put("extra_vars", template.variables().json());
    doc.put("allow_simultaneous", template.allowSimultaneous());
    doc.put("survey_enabled", !template.survey().isEmpty());
    doc.put("status", "never updated");
    doc.put("ask_variables_on_launch", template.asksVariables());
    for (String prompt : PROMPTS) {
      String name = prompt.equals("job_tags") ? "tags" : prompt;
      doc.put("ask_" + name + "_on_launch", template.prompts().contains(prompt));
    }
    if (template.kind() == TemplateKind.JOB_TEMPLATE) {
      doc.put("job_type", "run").put("inventory", 1).put("project", 3).put("playbook", "site.yml");
      doc.put("job_slice_count", template.slices()).put("timeout", 0);
    }
    return doc;
  }
}
