package io.cloudkit.provider.aap;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two kinds of jobs, which have different addresses and one sequence of ids (aap-api.md §2.5,
 * §5.5).
 */
enum JobKind {
  JOB("job", "jobs", "job_templates", "job-"),
  WORKFLOW_JOB("workflow_job", "workflow_jobs", "workflow_job_templates", "workflow-job-");

  private final String type;
  private final String path;
  private final String templatePath;
  private final String prefix;

  JobKind(String type, String path, String templatePath, String prefix) {
    this.type = type;
    this.path = path;
    this.templatePath = templatePath;
    this.prefix = prefix;
  }

  /** The word in the field {@code type} of a job. */
  String type() {
    return type;
  }

  String path() {
    return path;
  }

  String templatePath() {
    return templatePath;
  }

  String prefix() {
    return prefix;
  }

  static Optional<JobKind> ofJob(String type) {
    return Stream.of(values()).filter(each -> each.type.equals(type)).findFirst();
  }

  static Optional<JobKind> ofTemplate(String type) {
    return Stream.of(values()).filter(each -> (each.type + "_template").equals(type)).findFirst();
  }
}
