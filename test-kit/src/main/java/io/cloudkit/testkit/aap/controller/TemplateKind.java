package io.cloudkit.testkit.aap.controller;

/** The two kinds of template that can be launched. */
public enum TemplateKind {
  JOB_TEMPLATE("job_template", "job_templates", "JobTemplate", JobKind.JOB),
  WORKFLOW_JOB_TEMPLATE(
      "workflow_job_template",
      "workflow_job_templates",
      "WorkflowJobTemplate",
      JobKind.WORKFLOW_JOB);

  private final String type;
  private final String collection;
  private final String model;
  private final JobKind jobKind;

  TemplateKind(String type, String collection, String model, JobKind jobKind) {
    this.type = type;
    this.collection = collection;
    this.model = model;
    this.jobKind = jobKind;
  }

  /** The {@code type} field of a row. */
  public String type() {
    return type;
  }

  /** The path segment under which templates of this kind live. */
  public String collection() {
    return collection;
  }

  /** The name used in error texts. */
  public String model() {
    return model;
  }

  /** What a launch makes, unless the template is sliced (§3.4). */
  public JobKind jobKind() {
    return jobKind;
  }
}
