package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.ResourceStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a condition tells a person to write: the first annotation that its message names.
 *
 * @param annotation without what all of them begin with
 * @param word with which its value begins, up to what the person has to choose
 */
record Advice(String annotation, String word) {
  private static final Pattern NAMED =
      Pattern.compile(Pattern.quote(SimulatedApi.PREFIX) + "([a-z-]+)=([^\\s=]*)");

  /** What is advised to whom is asked; nothing if nothing helps but to wait, or another hand. */
  static Optional<Advice> of(ResourceStatus status, Need need) {
    return need.message(status)
        .map(NAMED::matcher)
        .filter(Matcher::find)
        .map(found -> new Advice(found.group(1), found.group(2)));
  }
}
