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

  /** Whether a launch that was answered 400 may work by itself later. */
  static FailureKind kindOfBadRequest(Answer answer) {
    // aap-api.md §3.7: the project's last update failed, an inventory is being deleted; both pass,
    // and one that does not exist is no such inventory
    boolean passes =
        answer
            .json()
            .filter(body -> body.has("playbook") || body.has("inventory"))
            .filter(body -> !body.path("inventory").path(0).asText().startsWith("Invalid pk"))
            .isPresent();
    return passes ? FailureKind.BACKEND : FailureKind.CONFIGURATION;
  }

  /** What a 400 says. */
  static String badRequest(Template template, Answer answer) {
    boolean noPrompt =
        answer
            .json()
            .map(ErrorText::of)
            .filter(text -> text.contains("not allowed on launch"))
            .isPresent();
    return noPrompt
        ? noPrompt(template)
        : "AAP refuses to launch template \""
            + template.name()
            + "\": "
            + answer.json().map(ErrorText::of).orElse("");
  }
}
