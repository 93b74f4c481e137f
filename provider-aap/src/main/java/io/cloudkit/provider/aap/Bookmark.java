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
 * @param takenAt a time before the launch, by the clock of AAP; empty where it did not say
 * @param template that the launch was to be sent to; 0 if it was not known
 */
record Bookmark(
    String installUuid,
    long highestId,
    Optional<Instant> highestCreated,
    Optional<Instant> takenAt,
    long template) {
  private static final String NUMBER = "[0-9]{1,18}";

  String text() {
    return installUuid
        + ":"
        + highestId
        + ":"
        + template
        + ":"
        + text(highestCreated)
        + "/"
        + text(takenAt);
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }

  static Optional<Bookmark> parse(String text) {
    // a time has colons of its own
    String[] parts = text.split(":", 4);
    if (parts.length < 3 || !parts[1].matches(NUMBER) || !parts[2].matches(NUMBER)) {
      return Optional.empty();
    }
    // older versions told no time, or the first alone
    String[] times = parts.length == 3 ? new String[0] : parts[3].split("/", 2);
    try {
      return Optional.of(
          new Bookmark(
              parts[0],
              Long.parseLong(parts[1]),
              time(times, 0),
              time(times, 1),
              Long.parseLong(parts[2])));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String[] times, int index) {
    return index < times.length && !times[index].isEmpty()
        ? Optional.of(Instant.parse(times[index]))
        : Optional.empty();
  }
}
