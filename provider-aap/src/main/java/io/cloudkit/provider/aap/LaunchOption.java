package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.Arrays;
import java.util.List;

/**
 * What a resource may set for a launch: aap-api.md §3.1, §3.2. The template must prompt for it;
 * otherwise a job template would run without it, on all hosts or with all tasks.
 */
enum LaunchOption {
  LIMIT(
      "limit",
      "limit",
      "ask_limit_on_launch",
      Value.TEXT,
      "Hosts on which the playbook runs, a pattern of Ansible."),
  JOB_TAGS(
      "job-tags",
      "job_tags",
      "ask_tags_on_launch",
      Value.TEXT,
      "Tags of the tasks that run, joined by commas."),
  SKIP_TAGS(
      "skip-tags",
      "skip_tags",
      "ask_skip_tags_on_launch",
      Value.TEXT,
      "Tags of the tasks that do not run, joined by commas."),
  INVENTORY(
      "inventory",
      "inventory",
      "ask_inventory_on_launch",
      Value.NAME,
      "Inventory with the hosts on which the playbook runs, by name or by id."),
  LABELS(
      "labels",
      "labels",
      "ask_labels_on_launch",
      Value.LABELS,
      "Labels by which people find the job in AAP, joined by commas; those that the template's"
          + " organization does not have are made."),
  EXECUTION_ENVIRONMENT(
      "execution-environment",
      "execution_environment",
      "ask_execution_environment_on_launch",
      Value.NAME,
      "Execution environment in which the playbook runs, by name or by id."),
  TIMEOUT(
      "timeout",
      "timeout",
      "ask_timeout_on_launch",
      Value.TIME,
      "Longest time of the job, after which AAP ends it as failed; 0 for without end.");

  /** How it is said to AAP. */
  enum Value {
    /** As it was set. */
    TEXT,
    /** By an id, which has to be looked up. */
    NAME,
    /** By ids, which have to be looked up or made. */
    LABELS,
    /** In seconds. */
    TIME
  }

  private final String option;
  private final String field;
  private final String prompt;
  private final Value value;
  private final String description;

  LaunchOption(String option, String field, String prompt, Value value, String description) {
    this.option = option;
    this.field = field;
    this.prompt = prompt;
    this.value = value;
    this.description = description;
  }

  static List<ConfigProperty> properties() {
    return Arrays.stream(values())
        .map(
            each ->
                ConfigProperty.named(
                        each.option,
                        each.value == Value.TIME
                            ? ConfigProperty.Type.DURATION
                            : ConfigProperty.Type.STRING,
                        each.description)
                    .build())
        .toList();
  }

  /** Those that a launch sets. */
  static List<LaunchOption> of(LaunchRequest request) {
    return Arrays.stream(values())
        .filter(each -> request.options().containsKey(each.option))
        .toList();
  }

  /** The name by which a person set it. */
  String option() {
    return option;
  }

  /** The name in the body of a launch, and among the fields that AAP ignored. */
  String field() {
    return field;
  }

  /** The flag of a template that prompts for it. */
  String prompt() {
    return prompt;
  }

  Value value() {
    return value;
  }

  /** Whether a template of that kind can prompt for it: aap-api.md §3.2. */
  boolean isKnownTo(JobKind kind) {
    return kind == JobKind.JOB || (this != EXECUTION_ENVIRONMENT && this != TIMEOUT);
  }
}
