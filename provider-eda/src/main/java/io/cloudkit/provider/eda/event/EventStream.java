package io.cloudkit.provider.eda.event;

import io.cloudkit.provider.eda.connection.Address;
import io.cloudkit.provisioning.api.FailureKind;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okio.ByteString;

/**
 * The address of an event stream of eda-server, directly or behind the gateway of AAP. It tells its
 * rules by its name, and answers an event with nothing (eda-api.md §2).
 *
 * @param setting which setting named it
 */
record EventStream(String setting, HttpUrl url) implements Receiver {
  private static final Pattern PATH =
      Pattern.compile(
          "(/.*)?/external_event_stream/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/post/");

  /**
   * The event stream that a setting names.
   *
   * @throws IllegalArgumentException as {@link Receiver#of}
   */
  static EventStream of(String setting, URI configured) {
    HttpUrl url = Address.of(setting, configured);
    String path = configured.getPath();
    if (!path.endsWith("/")) {
      throw Address.refused(
          setting,
          "expected the address of an event stream with a slash at its end, found none: it would"
              + " answer with a redirect, which takes no POST along; add the slash");
    }
    if (!PATH.matcher(path).matches()) {
      throw Address.refused(
          setting,
          "expected the address of an event stream, which ends with"
              + " /external_event_stream/<uuid>/post/, found another path; copy the one that EDA"
              + " shows for the event stream");
    }
    return new EventStream(setting, url);
  }

  @Override
  public String kind() {
    return "event stream";
  }

  @Override
  public String name() {
    return "an event stream";
  }

  @Override
  public String runsIn() {
    return "EDA";
  }

  @Override
  public String remedy() {
    return "name the address that EDA shows for the event stream";
  }

  @Override
  public boolean isOwnWord(Answer success) {
    return success.status() == 200 && success.text().isEmpty();
  }

  @Override
  public String ownWord() {
    return "an event stream answers 200 with an empty body";
  }

  @Override
  public Refusal badRequest(Answer answer) {
    if (answer.asksForTls()) {
      return new Refusal(FailureKind.CONFIGURATION, asksForTls());
    }
    String said = answer.said();
    if (said.equals("bad uuid specified")) {
      return new Refusal(
          FailureKind.CONFIGURATION, "there is no such event stream; copy its address from EDA");
    }
    if (said.equals("Invalid request")) {
      return new Refusal(
          FailureKind.CONFIGURATION,
          "it takes events from the gateway alone; name the gateway's address");
    }
    return said.endsWith(" header is missing")
        ? new Refusal(FailureKind.UNAUTHORIZED, "it asks for that header")
        : new Refusal(FailureKind.INVALID_REQUEST, "it can not read it");
  }

  @Override
  public Optional<String> tooLarge(ByteString event) {
    return Receiver.tooLarge(event.size(), "the most that is sent")
        .or(() -> NotifyChunks.tooLong(event.utf8()));
  }

  /** eda-api.md §2: what is asked by another method is answered before uuid and credential. */
  @Override
  public Optional<String> notCheckedByLook() {
    return Optional.of(
        "event streams are there; not checked: the uuid in the address, and what lets an event in;"
            + " a wrong one is shown at the first event");
  }

  @Override
  public boolean isKnownBy(Answer toGet) {
    return toGet.allows("POST", "OPTIONS");
  }
}
