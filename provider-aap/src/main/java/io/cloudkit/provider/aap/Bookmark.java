package io.cloudkit.provider.aap;

import java.util.Optional;

/**
 * Where the search for a launch begins: ids mean nothing in another database (aap-api.md §1.3), and
 * a job's id is above the highest that was there before its launch (§4.6).
 */
record Bookmark(String installUuid, long highestId, long template) {

  String text() {
    return installUuid + ":" + highestId + ":" + template;
  }

  static Optional<Bookmark> parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || !parts[1].matches("[0-9]{1,18}") || !parts[2].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new Bookmark(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
  }
}
