package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.Optional;

/** Prepares a launch, and sends it once. Thread-safe. */
final class Launcher {
  private final AapClient client;
  private final Templates templates;
  private final Labels labels;
  private final Prompts prompts;
  private final SecretVariables secrets;
  private final LaunchAnswers answers;

  Launcher(
      AapClient client,
      Templates templates,
      Labels labels,
      SecretVariables secrets,
      LaunchAnswers answers) {
    this.client = client;
    this.templates = templates;
    this.prompts = new Prompts(client, labels);
    this.labels = labels;
    this.secrets = secrets;
    this.answers = answers;
  }

  <T> T launch(LaunchRequest request, String templateName, LaunchAnswers.Words<T> words) {
    Optional<String> secret = secretIn(request);
    if (secret.isPresent()) {
      // another spec mends it, and nothing else of ours: the engine waits for one
      return words
          .rejected()
          .apply(FailureKind.INVALID_REQUEST, Refusals.secretFound(secret.get(), templateName));
    }
    Template template;
    try {
      template = templates.resolve(templateName);
    } catch (Templates.UnresolvedException unresolved) {
      return words.rejected().apply(FailureKind.CONFIGURATION, unresolved.reason());
    } catch (ProviderException unanswered) {
      // nothing was sent: to ask for the template launches nothing
      return unanswered(unanswered, words);
    }
    if (!template.asksForVariables()) {
      return words.rejected().apply(FailureKind.CONFIGURATION, Refusals.noPrompt(template));
    }
    Optional<String> unasked = Prompts.refusal(request, template);
    if (unasked.isPresent()) {
      // what a person has to mend is looked at anew each time
      templates.forget(templateName);
      return words.rejected().apply(FailureKind.CONFIGURATION, unasked.get());
    }
    ObjectNode body;
    try {
      body = prompts.of(request, template);
    } catch (Templates.UnresolvedException unresolved) {
      return words.rejected().apply(FailureKind.CONFIGURATION, unresolved.reason());
    } catch (ProviderException unanswered) {
      // nothing was launched: a label that may have been made is found the next time
      return unanswered(unanswered, words);
    }
    body.set("extra_vars", ExtraVars.of(request));
    Answer answer;
    try {
      answer =
          client.post(
              "launch",
              client.url(template.kind().templatePath() + "/" + template.id() + "/launch/"),
              body,
              Optional.of(request.sendBy()));
    } catch (AapClient.NotSentException notSent) {
      return words.waiting().apply(String.valueOf(notSent.getMessage()), LaunchAnswers.RETRY_AFTER);
    }
    if (answer.status() == 404) {
      templates.forget(templateName);
    } else if (answer.status() == 400) {
      labels.forget();
    }
    return answers.said(request, template, answer, words);
  }

  /** A look before the launch that came to nothing: credentials are refused as at the launch. */
  private static <T> T unanswered(ProviderException why, LaunchAnswers.Words<T> words) {
    String reason = String.valueOf(why.getMessage());
    return why instanceof Answer.NotLetInException refused && !refused.mayPass()
        ? words.rejected().apply(FailureKind.UNAUTHORIZED, reason)
        : words.waiting().apply(reason, LaunchAnswers.RETRY_AFTER);
  }

  /** A deprovision is not refused: nobody would take away what was made when this was allowed. */
  private Optional<String> secretIn(LaunchRequest request) {
    return request.type() == JobType.PROVISION ? secrets.in(request.resource()) : Optional.empty();
  }
}
