package io.cloudkit.testkit.aap.api;

import io.cloudkit.testkit.aap.controller.JobKind;
import io.cloudkit.testkit.aap.controller.JobRow;
import java.util.List;
import java.util.Optional;

/** What the three lists of jobs can be filtered by (§4.4). */
final class JobFields {
  private static final String[] SECRET = {
    "extra_vars", "job_args", "job_env", "start_args", "survey_passwords"
  };

  private final NamedRoutes named;

  JobFields(NamedRoutes named) {
    this.named = named;
  }

  // extra_vars is no field of the base model: 400 there, 403 on the two others (§4.1)
  Fields<JobRow> unified() {
    return common().build("UnifiedJob", "job_args", "job_env", "start_args", "survey_passwords");
  }

  private Fields<JobRow> jobs() {
    Fields.Builder<JobRow> fields = common();
    for (String prompt : new String[] {"limit", "job_tags", "skip_tags", "scm_branch"}) {
      fields.text(prompt, row -> row.submission().prompts().path(prompt).asText(""));
    }
    return fields
        .relation("job_template", JobRow::template)
        .number("job_slice_number", row -> Optional.of((long) row.submission().sliceNumber()))
        .number("job_slice_count", row -> Optional.of((long) row.submission().sliceCount()))
        .build("Job", SECRET);
  }

  private Fields<JobRow> workflowJobs() {
    return common()
        .relation(
            "workflow_job_template",
            row -> row.submission().isSliced() ? Optional.empty() : row.template())
        .relation(
            "job_template", row -> row.submission().isSliced() ? row.template() : Optional.empty())
        .flag("is_sliced_job", row -> row.submission().isSliced())
        .build("WorkflowJob", SECRET);
  }

  Fields<JobRow> of(JobKind kind) {
    return kind == JobKind.JOB ? jobs() : workflowJobs();
  }

  private Fields.Builder<JobRow> common() {
    return new Fields.Builder<JobRow>()
        .number("id", row -> Optional.of(row.id()))
        .text("type", row -> row.kind().type().replace("_", ""))
        .text("name", row -> row.submission().name())
        .text("description", row -> "")
        .text("status", row -> row.status().wire())
        .text("launch_type", row -> row.submission().launchType())
        .text("job_explanation", JobRow::explanation)
        .time("created", row -> Optional.of(row.created()))
        .time("modified", row -> Optional.of(row.modified()))
        .time("started", JobRow::started)
        .time("finished", JobRow::finished)
        .time("canceled_on", JobRow::canceledOn)
        .flag("failed", JobRow::failed)
        .relation("unified_job_template", JobRow::template)
        .number("unified_job_template__id", JobRow::template)
        .text("unified_job_template__name", row -> row.submission().name())
        .relation("created_by", row -> Optional.of(row.submission().createdBy().id()))
        .number("created_by__id", row -> Optional.of(row.submission().createdBy().id()))
        .text("created_by__username", row -> row.submission().createdBy().name())
        .relation("organization", row -> Optional.of(row.submission().organization().id()))
        .text("organization__name", row -> row.submission().organization().name())
        .texts("labels__name", this::labels);
  }

  // §4.5: those of a workflow do not reach its jobs
  private List<String> labels(JobRow row) {
    return row.submission().parent().isPresent()
        ? List.of()
        : named.labels(row.submission().prompts().path("labels"));
  }
}
