package io.cloudkit.controller.simulation;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What kind of storm is asked for.
 *
 * @param schedules how many days; positive
 * @param seed of the first day of each kind of backend; not negative
 * @param abilities of the backends
 * @param story whether the one day that is asked for is told, whatever comes of it
 * @param report where it is told what the days were made of
 */
record StormOptions(
    long schedules, long seed, List<Ability> abilities, boolean story, Path report) {

  /**
   * Those that system properties name.
   *
   * @throws IllegalArgumentException with one sentence, if one of them makes no sense
   */
  static StormOptions of(UnaryOperator<String> property) {
    String one = text(property, "ability", "");
    long schedules = number(property, "schedules", 20_000, 1);
    boolean story = story(text(property, "story", "false"));
    if (story && (schedules != 1 || one.isEmpty())) {
      throw new IllegalArgumentException(
          "story: expected -Dschedules=1 and one -Dability beside it: one day is told");
    }
    return new StormOptions(
        schedules,
        number(property, "seed", 1, 0),
        one.isEmpty() ? Abilities.ALL : List.of(Abilities.named(one)),
        story,
        Path.of(text(property, "report", "target/storm.md")));
  }

  private static boolean story(String said) {
    return switch (said) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("story: expected true or false, found " + said);
    };
  }

  /** A whole number of a property that is at least that. */
  static long number(UnaryOperator<String> property, String name, long usual, long least) {
    String said = text(property, name, String.valueOf(usual));
    try {
      long number = Long.parseLong(said);
      if (number >= least && number <= Long.MAX_VALUE / 2) {
        return number;
      }
    } catch (NumberFormatException e) {
      // is told below
    }
    throw new IllegalArgumentException(
        name + ": expected a whole number from " + least + " on, found " + said);
  }

  private static String text(UnaryOperator<String> property, String name, String usual) {
    String said = property.apply(name);
    return said == null || said.isBlank() ? usual : said.strip();
  }
}
