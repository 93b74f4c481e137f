package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
      "Hosts on which the playbook runs, a pattern of Ansible."),
  JOB_TAGS(
      "job-tags",
      "job_tags",
      "ask_tags_on_launch",
      "Tags of the tasks that run, joined by commas."),
  SKIP_TAGS(
      "skip-tags",
      "skip_tags",
      "ask_skip_tags_on_launch",
      "Tags of the tasks that do not run, joined by commas.");

  private final String option;
  private final String field;
  private final String prompt;
  private final String description;

  LaunchOption(String option, String field, String prompt, String description) {
    this.option = option;
    this.field = field;
    this.prompt = prompt;
    this.description = description;
  }

  static List<ConfigProperty> properties() {
    return Arrays.stream(values())
        .map(
            each ->
                ConfigProperty.named(each.option, ConfigProperty.Type.STRING, each.description)
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

  void put(LaunchRequest request, ObjectNode body) {
    body.put(field, request.options().get(option));
  }
}
