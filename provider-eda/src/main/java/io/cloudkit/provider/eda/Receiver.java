package io.cloudkit.provider.eda;

import io.cloudkit.provisioning.api.FailureKind;
import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;
import okio.ByteString;

/** Where events are posted, and what is particular to it. */
sealed interface Receiver permits Webhook, EventStream {
  /** Longest event in bytes. */
  int MAX_SIZE = 1_048_576;

  /** Which setting named it. */
  String setting();

  HttpUrl url();

  /** Its kind, for a person. */
  String kind();

  /** As {@link #kind}, with an article. */
  String name();

  /** What has to run for it to be there, for a person. */
  String runsIn();

  /** How to name the right address, for a person. */
  String remedy();

  /** Whether a success is its own word, and not that of something that stands before it. */
  boolean isOwnWord(Answer success);

  /** What its own word is, for a person. */
  String ownWord();

  /** What a 400 of it means. */
  Refusal badRequest(Answer answer);

  /** Why an event is not sent; empty if it can be taken. */
  Optional<String> tooLarge(ByteString event);

  /** Whether it is known by this answer to a GET. */
  boolean isKnownBy(Answer toGet);

  /** Why an event was not taken, and what to do. */
  record Refusal(FailureKind kind, String meaning) {}

  /**
   * What a setting names: an event stream of eda-server if its path says so, else a webhook.
   *
   * @throws IllegalArgumentException if it can be neither; says what is wrong with it, and nothing
   *     of a query, which may hold a secret
   */
  static Receiver of(String setting, URI configured) {
    String path = configured.getPath() == null ? "" : configured.getPath();
    return path.contains("/external_event_stream") || path.contains("/eda-event-streams")
        ? EventStream.of(setting, configured)
        : Webhook.of(setting, configured);
  }

  /** Where it listens, for a person. */
  default String host() {
    return url().host() + ":" + url().port();
  }

  /** An address that can be sent to. */
  static HttpUrl url(String setting, URI configured) {
    if (configured.getFragment() != null) {
      throw refused(
          setting, "expected it to end with the path, found a fragment; remove what begins with #");
    }
    HttpUrl url = HttpUrl.get(configured);
    if (url == null) {
      throw refused(
          setting,
          configured.getPort() > 65_535 || configured.getPort() == 0
              ? "expected a port from 1 to 65535, found " + configured.getPort()
              : "expected an http or https address, found another one");
    }
    return url;
  }

  static IllegalArgumentException refused(String setting, String why) {
    return new IllegalArgumentException(setting + ": " + why);
  }

  /** Of an event that is longer than what is taken at all. */
  static Optional<String> tooLarge(int size, String why) {
    return size <= MAX_SIZE
        ? Optional.empty()
        : Optional.of(
            "expected a resource of at most "
                + MAX_SIZE
                + " bytes, "
                + why
                + ", found "
                + size
                + "; make its spec smaller");
  }
}
