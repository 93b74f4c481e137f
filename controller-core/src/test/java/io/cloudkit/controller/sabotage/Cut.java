package io.cloudkit.controller.sabotage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A piece of source that is replaced by another. It is found whatever its white space, and only if
 * it is there once: a cut that hits nothing would prove nothing.
 *
 * @param type the class, without what all packages begin with
 * @param text what is replaced
 * @param by what stands there instead
 */
record Cut(String type, String text, String by) {
  private static final String ROOT = "io.cloudkit.";

  String className() {
    return ROOT + type;
  }

  /**
   * The source with this cut.
   *
   * @throws IllegalArgumentException the text is not there, or more than once
   */
  String in(String source) {
    String anySpacing =
        text.codePoints()
            .filter(each -> !Character.isWhitespace(each))
            .mapToObj(each -> Pattern.quote(Character.toString(each)))
            .collect(Collectors.joining("\\s*"));
    Matcher place = Pattern.compile(anySpacing).matcher(source);
    long places = place.results().count();
    if (places != 1) {
      throw new IllegalArgumentException(
          className() + ": expected once, found " + places + " times: " + text);
    }
    return place.reset().replaceFirst(Matcher.quoteReplacement(by));
  }
}
