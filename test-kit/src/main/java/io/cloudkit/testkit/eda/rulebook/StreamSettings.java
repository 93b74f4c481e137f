package io.cloudkit.testkit.eda.rulebook;

import java.util.List;

/**
 * How event streams are configured (§2).
 *
 * @param additionalDataHeaders which headers reach the rules; empty for all but the one that lets
 *     in
 */
public record StreamSettings(
    StreamAuthentication authentication, Mode mode, List<String> additionalDataHeaders) {

  /** What becomes of events. */
  public enum Mode {
    FORWARDED,
    /** Kept for a person to look at, and answered 200 all the same. */
    TEST
  }

  public StreamSettings {
    additionalDataHeaders = List.copyOf(additionalDataHeaders);
  }

  /** Streams that forward, and tell the rules of every header. */
  public static StreamSettings with(StreamAuthentication authentication) {
    return new StreamSettings(authentication, Mode.FORWARDED, List.of());
  }

  public StreamSettings inTestMode() {
    return new StreamSettings(authentication, Mode.TEST, additionalDataHeaders);
  }

  /** The rules are told of these headers alone. */
  public StreamSettings forwarding(String... headers) {
    return new StreamSettings(authentication, mode, List.of(headers));
  }
}
