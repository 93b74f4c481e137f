package io.cloudkit.testkit.aap.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.NodeRow;
import io.cloudkit.testkit.aap.controller.Submission;
import io.cloudkit.testkit.aap.controller.User;
import io.cloudkit.testkit.aap.controller.WorkflowNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Jobs and nodes as JSON (§13.4). */
final class Documents {
  private final String base;
  private final Instant now;

  Documents(String base, Instant now) {
    this.base = base;
    this.now = now;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  String jobUrl(JobRow row) {
    return base + "/" + row.kind().collection() + "/" + row.id() + "/";
  }

  /** A row of a list: without the fields of §15.3. */
  ObjectNode listRow(JobRow row) {
    ObjectNode doc = object();
    common(doc, row);
    if (row.kind() == JobKind.JOB) {
      job(doc, row);
    } else {
      workflowJob(doc, row);
    }
    return doc;
  }

  /** The detail view, also the body of a launch. */
  ObjectNode detail(JobRow row) {
    ObjectNode doc = listRow(row);
    doc.put("job_args", "").put("job_cwd", "");
    doc.putObject("job_env");
    doc.put("result_traceback", "");
    if (row.kind() == JobKind.JOB) {
      doc.put("event_processing_finished", row.areEventsIn());
      doc.putNull("custom_virtualenv");
      if (row.hostStatusCounts().isPresent()) {
        doc.set("host_status_counts", row.hostStatusCounts().get());
      } else {
        doc.putNull("host_status_counts");
      }
      ObjectNode counts = doc.putObject("playbook_counts");
      int plays = row.hostStatusCounts().isPresent() ? 1 : 0;
      counts.put("play_count", plays).put("task_count", plays);
    }
    return doc;
  }

  private void common(ObjectNode doc, JobRow row) {
    Submission of = row.submission();
    doc.put("id", row.id()).put("type", row.kind().type()).put("url", jobUrl(row));
    ObjectNode related = doc.putObject("related");
    relations(row).forEach(name -> related.put(name, jobUrl(row) + name + "/"));
    templatePath(row)
        .ifPresent(path -> related.put("unified_job_template", path).put(templateWord(row), path));
    of.parent()
        .ifPresent(id -> related.put("source_workflow_job", base + "/workflow_jobs/" + id + "/"));
    summary(doc.putObject("summary_fields"), row);
    doc.put("created", Times.wire(row.created())).put("modified", Times.wire(row.modified()));
    doc.put("name", of.name()).put("description", "");
    doc.put("organization", of.organization().id());
    putId(doc, "unified_job_template", row.template());
    doc.put("launch_type", of.launchType()).put("status", row.status().wire());
    doc.putNull("execution_environment");
    doc.put("failed", row.failed());
    Times.put(doc, "started", row.started());
    Times.put(doc, "finished", row.finished());
    Times.put(doc, "canceled_on", row.canceledOn());
    doc.put("elapsed", row.elapsed(now)).put("job_explanation", row.explanation());
    doc.set("launched_by", launchedBy(of.createdBy()));
    doc.putNull("work_unit_id");
    doc.put("extra_vars", of.extraVars().json());
    doc.put("allow_simultaneous", row.allowSimultaneous());
    doc.put("webhook_service", "").putNull("webhook_credential");
    doc.put("webhook_guid", "");
  }

  private static List<String> relations(JobRow row) {
    return row.kind() == JobKind.JOB
        ? List.of(
            "cancel", "relaunch", "stdout", "job_events", "job_host_summaries", "notifications")
        : List.of("cancel", "relaunch", "workflow_nodes", "notifications");
  }

  private static boolean isOfJobTemplate(JobRow row) {
    return row.kind() == JobKind.JOB || row.submission().isSliced();
  }

  private static String templateWord(JobRow row) {
    return isOfJobTemplate(row) ? "job_template" : "workflow_job_template";
  }

  private Optional<String> templatePath(JobRow row) {
    return row.template().map(id -> base + "/" + templateWord(row) + "s/" + id + "/");
  }

  private void summary(ObjectNode summary, JobRow row) {
    Submission of = row.submission();
    summary
        .putObject("organization")
        .put("id", of.organization().id())
        .put("name", of.organization().name())
        .put("description", "");
    for (String word : new String[] {"unified_job_template", templateWord(row)}) {
      row.template()
          .ifPresent(
              id ->
                  summary
                      .putObject(word)
                      .put("id", id)
                      .put("name", of.name())
                      .put("description", ""));
    }
    of.parent().ifPresent(id -> summary.putObject("source_workflow_job").put("id", id));
    summary
        .putObject("created_by")
        .put("id", of.createdBy().id())
        .put("username", of.createdBy().name());
    summary.putObject("user_capabilities").put("delete", false).put("start", true);
  }

  private ObjectNode launchedBy(User user) {
    return object()
        .put("id", user.id())
        .put("name", user.name())
        .put("type", "user")
        .put("url", base + "/users/" + user.id() + "/");
  }

  private static void job(ObjectNode doc, JobRow row) {
    Submission of = row.submission();
    putId(doc, "job_template", row.template());
    doc.put("job_type", of.prompts().path("job_type").asText("run"));
    doc.put("inventory", of.prompts().path("inventory").asLong(1))
        .put("project", 3)
        .put("playbook", "site.yml");
    for (String prompt : new String[] {"limit", "job_tags", "skip_tags", "scm_branch"}) {
      doc.put(prompt, of.prompts().path(prompt).asText(""));
    }
    for (String prompt : new String[] {"forks", "verbosity", "timeout"}) {
      doc.put(prompt, of.prompts().path(prompt).asInt(0));
    }
    doc.put("diff_mode", of.prompts().path("diff_mode").asBoolean(false));
    boolean placed = row.started().isPresent();
    doc.put("execution_node", placed ? "fake-node" : "");
    doc.put("controller_node", placed ? "fake-node" : "");
    doc.putArray("passwords_needed_to_start");
    doc.set("artifacts", row.artifacts());
    doc.put("scm_revision", "").putNull("instance_group");
    doc.put("job_slice_number", of.sliceNumber()).put("job_slice_count", of.sliceCount());
  }

  // §13.4: no execution_node, controller_node, event_processing_finished, artifacts
  private static void workflowJob(ObjectNode doc, JobRow row) {
    Submission of = row.submission();
    putId(doc, "workflow_job_template", of.isSliced() ? Optional.empty() : row.template());
    putId(doc, "job_template", of.isSliced() ? row.template() : Optional.empty());
    doc.put("is_sliced_job", of.isSliced());
    for (String prompt :
        new String[] {"inventory", "limit", "scm_branch", "skip_tags", "job_tags"}) {
      if (of.prompts().hasNonNull(prompt)) {
        doc.set(prompt, of.prompts().get(prompt));
      } else {
        doc.putNull(prompt);
      }
    }
  }

  /** A node of a workflow job, with its job in the summary (§9.3). */
  ObjectNode node(NodeRow row) {
    ObjectNode doc = object();
    String url = base + "/workflow_job_nodes/" + row.id() + "/";
    doc.put("id", row.id()).put("type", "workflow_job_node").put("url", url);
    ObjectNode related = doc.putObject("related");
    related.put("workflow_job", base + "/workflow_jobs/" + row.workflowJob() + "/");
    ObjectNode summary = doc.putObject("summary_fields");
    row.job()
        .ifPresent(
            job -> {
              related.put("job", jobUrl(job));
              ObjectNode brief = summary.putObject("job");
              brief.put("id", job.id()).put("name", job.submission().name());
              brief.put("description", "").put("status", job.status().wire());
              brief.put("failed", job.failed()).put("elapsed", job.elapsed(now));
              brief.put("type", job.kind().type());
              job.canceledOn().ifPresent(when -> brief.put("canceled_on", Times.wire(when)));
            });
    putId(doc, "job", row.job().map(JobRow::id));
    doc.put("workflow_job", row.workflowJob()).put("unified_job_template", row.template());
    for (WorkflowNode.Path path : WorkflowNode.Path.values()) {
      ArrayNode next = doc.putArray(path.name().toLowerCase(Locale.ROOT) + "_nodes");
      row.next().getOrDefault(path, List.of()).forEach(next::add);
    }
    doc.put("all_parents_must_converge", row.convergence() == WorkflowNode.Convergence.ALL);
    doc.put("do_not_run", row.doNotRun());
    return doc.put("identifier", row.identifier());
  }

  static void putId(ObjectNode doc, String field, Optional<Long> id) {
    if (id.isPresent()) {
      doc.put(field, id.get());
    } else {
      doc.putNull(field);
    }
  }
}
