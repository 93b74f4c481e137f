package io.cloudkit.provider.eda;

import io.cloudkit.provider.eda.NotSentException.Obstacle;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether webhooks or event streams stand where they should. With GET alone: a POST would put
 * an event into the rulebook, whatever its path (eda-api.md §1).
 */
final class Preflight {
  /** What the webhook says of a request without the right token: eda-api.md §1. */
  private static final Set<String> ASKS_FOR_TOKEN =
      Set.of(
          "Missing authorization token",
          "Only Bearer type is accepted",
          "Invalid authorization token");

  private final EventClient client;
  private final Credentials credentials;

  Preflight(EventClient client, Credentials credentials) {
    this.client = client;
    this.credentials = credentials;
  }

  List<Finding> look(Collection<Receiver> receivers) {
    List<Finding> findings = new ArrayList<>();
    for (Receiver receiver : receivers) {
      look(receiver, client.endOfOneIn(receivers.size()))
          .or(() -> nothingToShow(receiver))
          .ifPresent(findings::add);
    }
    receivers.stream()
        .flatMap(receiver -> credentials.caution(receiver).stream())
        .findFirst()
        .ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private Optional<Finding> look(Receiver receiver, Deadline end) {
    try {
      Answer answer = client.look(receiver, end);
      if (!asksForToken(answer)) {
        return judge(receiver, answer);
      }
      return credentials.hasToken()
          ? judgeWithToken(receiver, client.lookWithToken(receiver, end))
          : Optional.of(
              Finding.error(
                  receiver.setting(),
                  "the webhook asks for a token, and none is set",
                  "set " + EdaProviderFactory.TOKEN));
    } catch (NotSentException notSent) {
      return Optional.of(notSent(receiver, notSent));
    } catch (ProviderException unknown) {
      return Optional.of(
          Finding.warning(
              receiver.setting(),
              String.valueOf(unknown.getMessage()),
              "try again; " + receiver.remedy()));
    }
  }

  private static Finding notSent(Receiver receiver, NotSentException notSent) {
    return notSent.obstacle().stays() || notSent.obstacle() == Obstacle.SECRET_UNREADABLE
        ? Finding.error(
            receiver.setting(), notSent.reason(), "correct it before anything is launched")
        : Finding.warning(
            receiver.setting(),
            notSent.reason(),
            "launches wait until it answers: see that " + receiver.runsIn() + " runs");
  }

  private static Optional<Finding> judgeWithToken(Receiver receiver, Answer answer) {
    return asksForToken(answer)
        ? Optional.of(
            Finding.error(
                receiver.setting(),
                "the webhook does not accept the token",
                "set " + EdaProviderFactory.TOKEN + " to the token of the rulebook"))
        : judge(receiver, answer);
  }

  private static Optional<Finding> judge(Receiver receiver, Answer answer) {
    if (receiver.isKnownBy(answer)) {
      return Optional.empty();
    }
    String found =
        answer.isRedirect()
            ? answer.status() + ", a redirect, which is not followed"
            : answer.status() == 405
                ? "405 that allows " + answer.allowed() + ", as an API does"
                : answer.found();
    return Optional.of(
        Finding.error(
            receiver.setting(),
            "expected " + receiver.name() + ", found " + found,
            receiver.remedy()));
  }

  /** An event stream always has a credential (eda-api.md §2), and does not say so to a GET. */
  private Optional<Finding> nothingToShow(Receiver receiver) {
    return receiver instanceof EventStream && credentials.areNone()
        ? Optional.of(
            Finding.error(
                receiver.setting(),
                "an event stream lets nobody in who shows nothing, and nothing is set to show",
                credentials.remedy()))
        : Optional.empty();
  }

  /** aiohttp puts the status before the words of some of its answers. */
  private static boolean asksForToken(Answer answer) {
    return answer.status() == 401
        && ASKS_FOR_TOKEN.contains(answer.text().strip().replaceFirst("^401: ", ""));
  }
}
