package io.cloudkit.testkit.aap.controller;

/** The two kinds of unified job this fake knows; ids are one sequence across both (§2.5). */
public enum JobKind {
  JOB("job", "jobs", "Job"),
  WORKFLOW_JOB("workflow_job", "workflow_jobs", "WorkflowJob");

  private final String type;
  private final String collection;
  private final String model;

  JobKind(String type, String collection, String model) {
    this.type = type;
    this.collection = collection;
    this.model = model;
  }

  /** The {@code type} field of a row. */
  public String type() {
    return type;
  }

  /** The path segment under which rows of this kind live. */
  public String collection() {
    return collection;
  }

  /** The name used in error texts. */
  public String model() {
    return model;
  }
}
