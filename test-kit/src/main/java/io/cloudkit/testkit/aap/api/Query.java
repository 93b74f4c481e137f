package io.cloudkit.testkit.aap.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a raw query, in order, decoded. */
record Query(List<Parameter> parameters) {
  record Parameter(String name, String value) {}

  static Query parse(String raw) {
    List<Parameter> found = new ArrayList<>();
    for (String part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        found.add(
            new Parameter(
                decode(equals < 0 ? part : part.substring(0, equals)),
                equals < 0 ? "" : decode(part.substring(equals + 1))));
      }
    }
    return new Query(List.copyOf(found));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** The last value wins, as in Django. */
  Optional<String> last(String name) {
    return parameters.stream()
        .filter(p -> p.name().equals(name))
        .map(Parameter::value)
        .reduce((first, second) -> second);
  }
}
