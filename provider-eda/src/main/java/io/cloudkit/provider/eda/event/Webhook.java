package io.cloudkit.provider.eda.event;

import io.cloudkit.provider.eda.connection.Address;
import io.cloudkit.provisioning.api.FailureKind;
import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;
import okio.ByteString;

/**
 * The address of a rulebook's webhook, with the endpoint that a rule waits for. The webhook accepts
 * every path, and drops in silence what no rule waits for (eda-api.md §1): what can be wrong with
 * the address is refused before.
 *
 * @param setting which setting named it
 * @param endpoint its path without the leading slash, as the webhook understands it
 */
record Webhook(String setting, HttpUrl url, String endpoint) implements Receiver {
  /** What it says to who shows no signature where it asks for one (eda-api.md §1). */
  static final String SIGNATURE_MISSING = "Signature header not found";

  /**
   * The webhook that a setting names.
   *
   * @throws IllegalArgumentException as {@link Receiver#of}
   */
  static Webhook of(String setting, URI configured) {
    String path = configured.getPath() == null ? "" : configured.getPath();
    if (configured.getQuery() != null) {
      throw Address.refused(
          setting, "expected it to end with the path, found a query; remove what begins with ?");
    }
    HttpUrl url = Address.of(setting, configured);
    if (path.isEmpty() || path.equals("/")) {
      throw Address.refused(
          setting,
          "expected the path that a rule waits for, such as /create-compute-instance, found none");
    }
    if (path.endsWith("/")) {
      throw Address.refused(
          setting,
          "expected the path that a rule waits for, found it with a slash at its end, which no rule"
              + " matches; remove the slash");
    }
    return new Webhook(setting, url, path.substring(1));
  }

  @Override
  public String kind() {
    return "webhook";
  }

  @Override
  public String name() {
    return "a webhook";
  }

  @Override
  public String runsIn() {
    return "the activation of the rulebook";
  }

  @Override
  public String remedy() {
    return "name the Service of the rulebook's activation and the path that its rule waits for";
  }

  @Override
  public boolean isOwnWord(Answer success) {
    return success.text().equals(endpoint);
  }

  @Override
  public String ownWord() {
    return "a webhook answers its own path, \"" + endpoint + "\"";
  }

  @Override
  public Refusal badRequest(Answer answer) {
    if (answer.asksForTls()) {
      return new Refusal(FailureKind.CONFIGURATION, asksForTls());
    }
    return said(answer).equals(SIGNATURE_MISSING)
        ? new Refusal(FailureKind.UNAUTHORIZED, "it asks for a signature")
        : new Refusal(FailureKind.INVALID_REQUEST, "it can not read it");
  }

  /** Its words in an answer: aiohttp puts the status before some of them. */
  static String said(Answer answer) {
    return answer.text().strip().replaceFirst("^[0-9]{3}: ", "");
  }

  /** eda-api.md §1: what the HTTP server below it takes. */
  @Override
  public Optional<String> tooLarge(ByteString event) {
    return Receiver.tooLarge(event.size(), "which is what the webhook takes");
  }

  @Override
  public Optional<String> notCheckedByLook() {
    return Optional.empty();
  }

  @Override
  public boolean isKnownBy(Answer toGet) {
    return toGet.allows("POST");
  }
}
