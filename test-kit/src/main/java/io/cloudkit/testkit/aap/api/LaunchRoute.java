package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateKind;
import io.cloudkit.testkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
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

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Controller controller;

  LaunchRoute(Controller controller) {
    this.controller = controller;
  }

  HttpAnswer answer(Call call, Template template) {
    call.allow("GET", "POST");
    return call.isPost() ? launch(call, template) : preflight(template);
  }

  // §2.7
  private static HttpAnswer preflight(Template template) {
    ObjectNode body = Documents.object();
    body.put(
        "can_start_without_user_input", template.required().isEmpty() && !template.asksVariables());
    body.put("ask_variables_on_launch", template.asksVariables());
    for (String field : new TreeSet<>(fieldsOf(template))) {
      String name = field.equals("job_tags") ? "tags" : field;
      body.put("ask_" + name + "_on_launch", template.prompts().contains(field));
    }
    body.put("survey_enabled", !template.required().isEmpty());
    var needed = body.putArray("variables_needed_to_start");
    template.required().stream().sorted().forEach(needed::add);
    body.putArray("passwords_needed_to_start");
    body.putObject("defaults").put("extra_vars", template.variables().json());
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
    ObjectNode body = bodyOf(call.request());
    ObjectNode given = variablesOf(body);
    ObjectNode accepted = Documents.object();
    ObjectNode ignored = Documents.object();
    sortVariables(template, given, accepted, ignored);
    ObjectNode prompts = Documents.object();
    sortPrompts(template, body, prompts, ignored);
    if (template.kind() == TemplateKind.WORKFLOW_JOB_TEMPLATE && !ignored.isEmpty()) {
      throw new Refusal(HttpAnswer.json(400, workflowRefusal(ignored))); // §3.5
    }
    requireSurvey(template, accepted);
    JobRow row =
        controller.launch(
            new LaunchOrder(
                template.id(), accepted, prompts, call.user(), call.request().reservedId()));
    return created(call, row, ignored);
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
      boolean wanted = template.asksVariables() || template.required().contains(entry.getKey());
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
        throw fieldError(field, "This field may not be null.");
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

  private static void requireSurvey(Template template, ObjectNode accepted) {
    ObjectNode refusal = Documents.object();
    for (String name : new TreeSet<>(template.required())) {
      if (!accepted.has(name)) {
        refusal.withArray("variables_needed_to_start").add("'" + name + "' value missing");
      }
    }
    if (!refusal.isEmpty()) {
      throw new Refusal(HttpAnswer.json(400, refusal));
    }
  }

  /** The body as an object; an absent one counts as empty (§15.1). */
  static ObjectNode bodyOf(ApiRequest request) {
    if (request.body().isEmpty()) {
      return Documents.object();
    }
    String type = request.contentType();
    if (!type.split(";", -1)[0].trim().equalsIgnoreCase("application/json")) {
      throw Refusal.of(415, "Unsupported media type \"" + type + "\" in request.");
    }
    try {
      JsonNode body = MAPPER.readTree(request.body());
      if (body instanceof ObjectNode object) {
        return object;
      }
      throw Refusal.of(400, "JSON parse error - not a JSON object");
    } catch (JsonProcessingException e) {
      throw Refusal.of(400, "JSON parse error - " + e.getOriginalMessage());
    }
  }

  /** An object, or text that holds one; YAML text other than JSON is not understood here. */
  private static ObjectNode variablesOf(ObjectNode body) {
    JsonNode given = body.get("extra_vars");
    if (given == null || (given.isTextual() && given.asText().isBlank())) {
      return Documents.object();
    }
    if (given.isNull()) {
      throw fieldError("extra_vars", "This field may not be null.");
    }
    if (given instanceof ObjectNode object) {
      return object;
    }
    try {
      if (given.isTextual() && MAPPER.readTree(given.asText()) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // as below
    }
    throw fieldError("extra_vars", "Cannot parse as JSON or YAML: expected an object.");
  }

  private static Refusal fieldError(String field, String text) {
    ObjectNode refusal = Documents.object();
    refusal.putArray(field).add(text);
    return new Refusal(HttpAnswer.json(400, refusal));
  }
}
