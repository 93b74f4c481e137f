package io.cloudkit.testkit.eda.rulebook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/**
 * What becomes of an event between the event stream and the rulebook's listener, which hears it by
 * NOTIFY of PostgreSQL, a longer one in chunks (§2 "Size").
 */
enum PgNotify {
  ARRIVES,
  /** One chunk is announced too many, and the listener waits for it for ever. */
  NEVER_COMPLETE,
  /** A chunk is longer than PostgreSQL takes, once its quotes are escaped again. */
  TOO_LONG;

  private static final int CHUNK = 6144;
  private static final int SHORTEST_REFUSED = 8000;

  /** Of an event as it is dumped. */
  static PgNotify of(String event) {
    if (event.length() < CHUNK) {
      return ARRIVES;
    }
    for (int from = 0; from < event.length(); from += CHUNK) {
      String chunk = event.substring(from, Math.min(event.length(), from + CHUNK));
      if (message(event.length(), chunk, from / CHUNK + 1).length() >= SHORTEST_REFUSED) {
        return TOO_LONG;
      }
    }
    return event.length() % CHUNK == 0 ? NEVER_COMPLETE : ARRIVES;
  }

  private static String message(int length, String chunk, int sequence) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message
        .put("_message_chunked_uuid", new UUID(0, 0).toString())
        .put("_message_chunk_count", length / CHUNK + 1)
        .put("_message_length", length)
        .put("_message_xx_hash", "00000000")
        .put("_chunk", chunk)
        .put("_message_chunk_sequence", sequence);
    return PythonJson.dumps(message);
  }
}
