package io.cloudkit.provider.eda.event;

import io.cloudkit.provider.eda.connection.Credentials;
import io.cloudkit.provider.eda.connection.NotSentException;
import io.cloudkit.provider.eda.settings.EdaSettings;
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
public final class Preflight {
  /** A server that refuses a certificate can break the connection before it says so. */
  private static final int MOST_LOOKS = 3;

  private static final String TOKEN_MISSING = "Missing authorization token";

  /** What the webhook says to who is not let in, before it looks at the method: eda-api.md §1. */
  private static final Set<String> NOT_LET_IN =
      Set.of(
          TOKEN_MISSING,
          "Only Bearer type is accepted",
          "Invalid authorization token",
          Webhook.SIGNATURE_MISSING,
          "HMAC verification failed");

  private final EventClient client;
  private final Credentials credentials;
  private final List<Finding> always;

  /**
   * Looks through that client.
   *
   * @param always what is said each time, whatever stands there
   */
  public Preflight(EventClient client, Credentials credentials, List<Finding> always) {
    this.client = client;
    this.credentials = credentials;
    this.always = always;
  }

  /**
   * Looks at these.
   *
   * @param shares into how many parts the time of the call is divided, for other questions, too
   */
  public List<Finding> look(Collection<Receiver> receivers, int shares) {
    List<Finding> findings = new ArrayList<>(always);
    credentials.cautionOfShortSecret().ifPresent(findings::add);
    for (Receiver receiver : receivers) {
      look(receiver, client.endOfOneIn(shares))
          .filter(found -> found.severity() != Finding.Severity.INFO || !isNothingShown(receiver))
          .or(() -> nothingToShow(receiver))
          .ifPresent(findings::add);
    }
    receivers.stream()
        .flatMap(
            receiver ->
                (receiver instanceof Webhook
                        ? credentials.cautionOfWebhook()
                        : credentials.cautionOfEventStream())
                    .stream())
        .findFirst()
        .ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private Optional<Finding> look(Receiver receiver, Deadline end) {
    for (int left = receiver.url().isHttps() ? MOST_LOOKS : 1; ; left--) {
      try {
        return lookOnce(receiver, end);
      } catch (NotSentException notSent) {
        return Optional.of(notSent(receiver, notSent));
      } catch (ProviderException unknown) {
        if (left == 1 || end.remaining().isZero()) {
          return Optional.of(unknown(receiver, unknown, end));
        }
      }
    }
  }

  private Optional<Finding> lookOnce(Receiver receiver, Deadline end) {
    Answer answer = client.look(receiver, end);
    if (answer.asksForTls()) {
      return Optional.of(asksForTls(receiver));
    }
    // nothing is shown to who does not ask for it as a webhook does
    if (isRefusal(answer) && credentials.isAnyShown()) {
      answer = client.lookWithCredentials(receiver, end);
    }
    return isRefusal(answer) ? Optional.of(refused(receiver, answer)) : judge(receiver, answer);
  }

  private Finding unknown(Receiver receiver, ProviderException unknown, Deadline end) {
    String found = String.valueOf(unknown.getMessage());
    if (receiver.url().isHttps()) {
      return Finding.warning(
          receiver.setting(),
          found,
          "try again; it may be that it asks for a certificate, or does not take this one ("
              + EdaSettings.CLIENT_CERTIFICATE_FILE
              + "), and broke the connection before it could say so");
    }
    return client.speaksTls(receiver, end)
        ? asksForTls(receiver)
        : Finding.warning(receiver.setting(), found, "try again; " + receiver.remedy());
  }

  private static Finding asksForTls(Receiver receiver) {
    return Finding.error(
        receiver.setting(), receiver.asksForTls(), "correct it before anything is launched");
  }

  private static Finding notSent(Receiver receiver, NotSentException notSent) {
    return switch (notSent.obstacle()) {
      case TLS, SECRET_UNUSABLE, SECRET_UNREADABLE ->
          Finding.error(
              receiver.setting(), notSent.reason(), "correct it before anything is launched");
      case UNRESOLVED, UNREACHABLE ->
          Finding.error(
              receiver.setting(),
              notSent.reason(),
              "launches wait until it answers: see that " + receiver.runsIn() + " runs");
      case TOO_LATE -> Finding.warning(receiver.setting(), notSent.reason(), "try again");
    };
  }

  private Finding refused(Receiver receiver, Answer answer) {
    String said = Webhook.said(answer);
    if (said.equals(TOKEN_MISSING) && !credentials.hasIdentity()) {
      return Finding.error(
          receiver.setting(),
          "the webhook asks for a token, and none is set",
          "set " + EdaSettings.TOKEN);
    }
    if (said.equals(Webhook.SIGNATURE_MISSING) && !credentials.hasSignature()) {
      return Finding.error(
          receiver.setting(),
          "the webhook asks for a signature, and none is set",
          "set " + EdaSettings.HMAC_SECRET);
    }
    return Finding.error(
        receiver.setting(),
        "the webhook does not accept what it is shown: " + answer.found(),
        credentials.remedy());
  }

  private static Optional<Finding> judge(Receiver receiver, Answer answer) {
    if (receiver.isKnownBy(answer)) {
      return receiver.notCheckedByLook().map(what -> Finding.info(receiver.setting(), what));
    }
    String found =
        answer.isRedirect()
            ? answer.status() + ", " + answer.redirect()
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
    return isNothingShown(receiver)
        ? Optional.of(
            Finding.error(
                receiver.setting(),
                "an event stream lets nobody in who shows nothing, and nothing is set to show",
                credentials.remedy()))
        : Optional.empty();
  }

  private boolean isNothingShown(Receiver receiver) {
    return receiver instanceof EventStream && credentials.areNone();
  }

  private static boolean isRefusal(Answer answer) {
    return (answer.status() == 400 || answer.status() == 401)
        && NOT_LET_IN.contains(Webhook.said(answer));
  }
}
