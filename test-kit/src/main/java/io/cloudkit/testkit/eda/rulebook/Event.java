package io.cloudkit.testkit.eda.rulebook;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.testkit.truth.Run;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as rules see it.
 *
 * @param uuid fresh for every event, also of the same body: nothing is deduplicated
 * @param receivedAt time of the fake's clock
 * @param endpoint of a webhook the path without its first slash and without the query; of an event
 *     stream all of it, so that no rule for an endpoint of a webhook matches
 * @param stream the name of the event stream; empty for a webhook
 * @param headers without what let in; every other secret header is here (§1)
 * @param payload the body, any JSON value; not to be changed
 * @param cause why it is here
 */
public record Event(
    UUID uuid,
    Instant receivedAt,
    String endpoint,
    Optional<String> stream,
    Map<String, String> headers,
    JsonNode payload,
    Run.Cause cause) {
  private static final String REQUEST_ID = "X-Request-ID"; // spelled in two ways: §8.2
  private static final String OPERATION = "/metadata/annotations/cloudkit.openshift.io~1operation";

  public Event {
    headers = Map.copyOf(headers);
  }

  /** The value at a JSON pointer of the payload if it is a text that is not empty. */
  public Optional<String> text(String pointer) {
    JsonNode node = payload.at(pointer);
    return node.isTextual()
        ? Optional.of(node.asText()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  /** What rules compare: the name of the stream, or the endpoint of a webhook. */
  public String address() {
    return stream.orElse(endpoint);
  }

  /**
   * The operation that the sender named in X-Request-Id, or, where that header does not come
   * through, in an annotation of what it posted; empty if it named none.
   */
  public String operation() {
    return headers.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(REQUEST_ID))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> text(OPERATION))
        .orElse("");
  }

  /** The claim that the desired version ends with, as {@code version.claim}; empty if none. */
  public String claim() {
    String version = text("/status/desiredConfigVersion").orElse("");
    int dot = version.lastIndexOf('.');
    return dot < 0 ? "" : version.substring(dot + 1);
  }

  /** Whether rules can read it: NaN and infinity pass the source and end in a log (§8.1). */
  public boolean isReadable() {
    return isReadable(payload);
  }

  private static boolean isReadable(JsonNode node) {
    if (node.isFloatingPointNumber()) {
      return Double.isFinite(node.doubleValue());
    }
    for (JsonNode child : node) {
      if (!isReadable(child)) {
        return false;
      }
    }
    return true;
  }

  /** As one that a receiver made that repeats itself. */
  public Event repeatedByFault() {
    return new Event(
        uuid, receivedAt, endpoint, stream, headers, payload, Run.Cause.REPEATED_BY_FAULT);
  }
}
