package io.cloudkit.provider.eda.event;

import io.cloudkit.provisioning.api.FailureKind;
import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;
import okio.ByteString;

/** Where events are posted, and what is particular to it. */
public sealed interface Receiver permits Webhook, EventStream {
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

  /** What no look tells of a receiver that is known by one, for a person. */
  Optional<String> notCheckedByLook();

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

  /** That TLS is spoken there, and the setting says otherwise. */
  default String asksForTls() {
    return host()
        + " speaks TLS, and got a request without it; begin "
        + setting()
        + " with https://";
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
