package io.cloudkit.provider.aap;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the search for a launch begins: ids mean nothing in another database (aap-api.md §1.3), and
 * a job's id is above the highest that was there before its launch (§4.6).
 *
 * @param highestId of the jobs that were there; 0 if there was none, and then nothing can tell
 *     later whether the ids began again
 * @param highestCreated when the job of that id was created, by the clock of AAP; empty in the
 *     bookmarks of older versions, and where AAP did not say
 * @param template that the launch was to be sent to; 0 if it was not known
 */
record Bookmark(
    String installUuid, long highestId, Optional<Instant> highestCreated, long template) {
  private static final String NUMBER = "[0-9]{1,18}";

  String text() {
    return installUuid
        + ":"
        + highestId
        + ":"
        + template
        + highestCreated.map(created -> ":" + created).orElse("");
  }

  static Optional<Bookmark> parse(String text) {
    // a time has colons of its own
    String[] parts = text.split(":", 4);
    if (parts.length < 3 || !parts[1].matches(NUMBER) || !parts[2].matches(NUMBER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Bookmark(
              parts[0],
              Long.parseLong(parts[1]),
              parts.length == 3 ? Optional.empty() : Optional.of(Instant.parse(parts[3])),
              Long.parseLong(parts[2])));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
