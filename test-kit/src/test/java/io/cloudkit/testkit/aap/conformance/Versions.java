package io.cloudkit.testkit.aap.conformance;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that a row tells of. AWX counts from 21, the controller of AAP from 4: each has
 * bounds of its own.
 *
 * @param since by {@code awx} or {@code controller}: the first version that does
 * @param until the first that no longer does
 */
record Versions(Map<String, String> since, Map<String, String> until) {
  private static final int AWX_FROM = 10;

  /** Why the row says nothing of a server of this version; empty if it does. */
  Optional<String> excludes(String version) {
    int[] found = parts(version);
    String line = found[0] < AWX_FROM ? "controller" : "awx";
    if (since.containsKey(line) && compare(found, parts(since.get(line))) < 0) {
      return Optional.of("since " + since.get(line) + ", this is " + version);
    }
    if (until.containsKey(line) && compare(found, parts(until.get(line))) >= 0) {
      return Optional.of("until " + until.get(line) + ", this is " + version);
    }
    return Optional.empty();
  }

  private static int[] parts(String version) {
    return Arrays.stream(version.split("[^0-9]+", -1))
        .filter(part -> !part.isEmpty() && part.length() < 9)
        .limit(3)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static int compare(int[] one, int[] other) {
    return Arrays.compare(one, other);
  }
}
