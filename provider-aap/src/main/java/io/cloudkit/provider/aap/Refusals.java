package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.FailureKind;

/** Why a launch is refused, by us or by AAP, in words for a person. */
final class Refusals {
  private static final int MAX_NAMED = 45;

  private Refusals() {}

  /** The spec has what looks like a secret. */
  static String secretFound(String path, String templateName) {
    return Excerpt.cut(Excerpt.oneLine(path), MAX_NAMED)
        + " looks like a secret, which everybody can read in a job's variables; remove it, and give"
        + " template \""
        + Excerpt.cut(templateName, MAX_NAMED)
        + "\" a credential of AAP (or see "
        + AapProviderFactory.REFUSED_VARIABLES
        + ")";
  }

  /** The template takes no variables. */
  static String noPrompt(Template template) {
    return "template \""
        + template.name()
        + "\" does not prompt for variables, so a job would run without the resource; switch on"
        + " \"Prompt on launch\" for its variables";
  }

  /**
   * What a launch that was answered 400 waits for. A project whose last update failed is updated
   * again by itself (aap-api.md §3.7); an inventory that is being deleted does not come back, and
   * everything else somebody has to set, too.
   */
  static FailureKind kindOfBadRequest(Answer answer) {
    return has(answer, "playbook") ? FailureKind.BACKEND : FailureKind.CONFIGURATION;
  }

  /** What a 400 says. */
  static String badRequest(Template template, Answer answer) {
    // a workflow refuses them where a job template ignores them: aap-api.md §3.5
    return template.kind() == JobKind.WORKFLOW_JOB && has(answer, "extra_vars")
        ? noPrompt(template)
        : "AAP refuses to launch template \""
            + template.name()
            + "\": "
            + answer.json().map(ErrorText::of).orElse("");
  }

  private static boolean has(Answer answer, String field) {
    return answer.json().filter(body -> body.has(field)).isPresent();
  }
}
