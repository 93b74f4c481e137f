package io.cloudkit.provider.eda.event;

import java.util.Optional;

/**
 * How eda-server passes an event on to a rulebook: as JSON of its own, in chunks, each of which is
 * JSON once more, by NOTIFY of PostgreSQL, which refuses a longer message. Then it answers 500,
 * with some chunks sent (eda-api.md §2 "Size"). Many quotation marks, as of JSON within JSON, make
 * a chunk that long.
 */
final class NotifyChunks {
  private static final int CHUNK = 6144;
  private static final int SHORTEST_REFUSED = 8000;

  /** What eda-server writes around each chunk, at most. */
  private static final int AROUND_CHUNK = 200;

  /** What is before the resource in what eda-server writes: a brace, and its name, "payload". */
  private static final int BEFORE = 12;

  /** What comes after it: address, name, and headers, to which the gateway adds long ones. */
  private static final int AFTER = 1500;

  private final int[] escapes;
  private int position = BEFORE;
  private boolean isText;
  private boolean isEscaped;

  private NotifyChunks(int most) {
    escapes = new int[most / CHUNK + 1];
    escapes[0] = 4; // of "payload" and of what comes before it
  }

  /**
   * Why an event can not be passed on, and what to do; empty if it can.
   *
   * @param event compact JSON
   */
  static Optional<String> tooLong(String event) {
    // no character becomes more than six
    NotifyChunks chunks = new NotifyChunks(BEFORE + 6 * event.length());
    for (int i = 0; i < event.length(); i++) {
      chunks.add(event.charAt(i));
    }
    return chunks.longest();
  }

  private void add(char c) {
    if (c == '"' && !isEscaped) {
      isText = !isText;
    }
    isEscaped = c == '\\' && !isEscaped;
    boolean isAscii = c >= ' ' && c <= '~';
    if (!isAscii || c == '"' || c == '\\') {
      escapes[position / CHUNK]++;
    }
    boolean isFollowedByBlank = !isText && (c == ',' || c == ':');
    position += isAscii ? (isFollowedByBlank ? 2 : 1) : 6;
  }

  private Optional<String> longest() {
    if (position + AFTER < CHUNK) {
      return Optional.empty(); // in one piece
    }
    int most = 0;
    for (int each : escapes) {
      most = Math.max(most, each);
    }
    int length = CHUNK + most + AROUND_CHUNK;
    return length < SHORTEST_REFUSED
        ? Optional.empty()
        : Optional.of(
            "expected a resource that an event stream can pass on in parts of less than "
                + SHORTEST_REFUSED
                + " bytes, found one with a part of up to "
                + length
                + ", by its many quotation marks; make spec.templateParameters shorter, or post to"
                + " the webhook of a rulebook");
  }
}
