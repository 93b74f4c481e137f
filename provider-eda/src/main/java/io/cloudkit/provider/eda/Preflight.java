package io.cloudkit.provider.eda;

import io.cloudkit.provider.eda.NotSentException.Obstacle;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether webhooks of a rulebook stand where they should. With GET alone: a POST would put an
 * event into the rulebook, whatever its path (eda-api.md §1).
 */
final class Preflight {
  /** What the webhook says of a request without the right token: eda-api.md §1. */
  private static final Set<String> ASKS_FOR_TOKEN =
      Set.of(
          "Missing authorization token",
          "Only Bearer type is accepted",
          "Invalid authorization token");

  private static final String REMEDY =
      "name the Service of the rulebook's activation and the path that its rule waits for";

  private final WebhookClient client;
  private final Credentials credentials;

  Preflight(WebhookClient client, Credentials credentials) {
    this.client = client;
    this.credentials = credentials;
  }

  List<Finding> look(Collection<Webhook> webhooks) {
    return webhooks.stream()
        .flatMap(webhook -> look(webhook, client.endOfOneIn(webhooks.size())).stream())
        .toList();
  }

  private Optional<Finding> look(Webhook webhook, Deadline end) {
    try {
      Answer answer = client.look(webhook, end);
      if (!asksForToken(answer)) {
        return judge(webhook, answer);
      }
      return credentials.hasToken()
          ? judgeWithToken(webhook, client.lookWithToken(webhook, end))
          : Optional.of(
              Finding.error(
                  webhook.setting(),
                  "the webhook asks for a token, and none is set",
                  "set " + EdaProviderFactory.TOKEN));
    } catch (NotSentException notSent) {
      return Optional.of(notSent(webhook, notSent));
    } catch (ProviderException unknown) {
      return Optional.of(
          Finding.warning(
              webhook.setting(), String.valueOf(unknown.getMessage()), "try again; " + REMEDY));
    }
  }

  private static Finding notSent(Webhook webhook, NotSentException notSent) {
    return notSent.obstacle().stays() || notSent.obstacle() == Obstacle.SECRET_UNREADABLE
        ? Finding.error(
            webhook.setting(), notSent.reason(), "correct it before anything is launched")
        : Finding.warning(
            webhook.setting(),
            notSent.reason(),
            "launches wait until it answers: see that the activation of the rulebook runs");
  }

  private static Optional<Finding> judgeWithToken(Webhook webhook, Answer answer) {
    return asksForToken(answer)
        ? Optional.of(
            Finding.error(
                webhook.setting(),
                "the webhook does not accept the token",
                "set " + EdaProviderFactory.TOKEN + " to the token of the rulebook"))
        : judge(webhook, answer);
  }

  private static Optional<Finding> judge(Webhook webhook, Answer answer) {
    if (answer.allowsPostAlone()) {
      return Optional.empty();
    }
    String found =
        answer.isRedirect()
            ? answer.status() + ", a redirect, which is not followed"
            : answer.status() == 405
                ? "405 that allows " + answer.allow().orElse("nothing") + ", as an API does"
                : answer.found();
    return Optional.of(
        Finding.error(
            webhook.setting(), "expected the rulebook's webhook, found " + found, REMEDY));
  }

  /** aiohttp puts the status before the words of some of its answers. */
  private static boolean asksForToken(Answer answer) {
    return answer.status() == 401
        && ASKS_FOR_TOKEN.contains(answer.text().strip().replaceFirst("^401: ", ""));
  }
}
