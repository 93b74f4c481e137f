package io.cloudkit.controller.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Gives each control once, from one state: it must be taken, or refused with a condition, or have
 * nothing to do by its documentation. Then calm must lead to the end, and no promise be broken but
 * those that the control gives up.
 */
final class ControlTrial implements Exploration.Trial {
  static final List<Control> CONTROLS =
      Stream.<Control[]>of(Instruction.values(), WordBeforeDeletion.values(), GivenAnswer.values())
          .flatMap(Stream::of)
          .toList();

  /** What became of a control. */
  record Case(Control control, Fate fate) {
    @Override
    public String toString() {
      return control + " " + fate;
    }
  }

  private final Map<Case, Integer> fates = new TreeMap<>(Comparator.comparing(Case::toString));
  private final List<Control> controls;
  private final Map<String, Integer> givenUp = new TreeMap<>();
  private int given;

  /** Of these. */
  ControlTrial(List<Control> controls) {
    this.controls = controls;
  }

  @Override
  public Optional<String> from(Way way) {
    if (controls.isEmpty()) {
      return Optional.empty();
    }
    SmallDay left = way.gone(Story.untold());
    List<Control> possible = controls.stream().filter(each -> each.isPossible(left)).toList();
    Course without = Course.of(left);
    for (Control control : possible) {
      List<String> broken = broken(control, way.gone(Story.untold()), without);
      if (!broken.isEmpty()) {
        return Optional.of(story(control, way, broken));
      }
    }
    return Optional.empty();
  }

  private List<String> broken(Control control, SmallDay day, Course without) {
    given++;
    Set<String> givesUp = control.givesUp(day);
    day.schedule().story().tell(() -> "a person: " + control);
    day.tried(() -> control.give(day));
    Course with = Course.of(day);
    Optional<Fate> fate = control.fate(without, with);
    if (fate.isEmpty() && day.broken().isEmpty()) {
      return List.of(
          "silence: " + control + " has no effect, and nothing says why; with it: " + with,
          "without it: " + without);
    }
    day.tried(() -> control.takeBack(day));
    List<String> broken = day.broken().isEmpty() ? day.calm() : day.broken();
    List<String> unexpected = broken.stream().filter(each -> !isOf(each, givesUp)).toList();
    broken.stream()
        .filter(each -> isOf(each, givesUp))
        .map(each -> control + ": " + each.split(":", 2)[0])
        .distinct()
        .forEach(each -> givenUp.merge(each, 1, Integer::sum));
    fate.ifPresent(each -> fates.merge(new Case(control, each), 1, Integer::sum));
    return unexpected;
  }

  private static boolean isOf(String broken, Set<String> promises) {
    return promises.contains(broken.split(":", 2)[0]);
  }

  /** The same again, told. */
  private String story(Control control, Way way, List<String> broken) {
    Course without = Course.of(way.gone(Story.untold()));
    SmallDay day = way.gone(Story.told());
    List<String> unused = broken(control, day, without);
    return """
    %s, %s:
    %s

    %s
    """
        .formatted(
            way,
            control,
            String.join("\n", day.schedule().story().lines()),
            String.join("\n", broken));
  }

  /** How many controls were given. */
  int given() {
    return given;
  }

  /** What became of them, and how often. */
  Map<Case, Integer> fates() {
    return fates;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    fates.forEach((what, times) -> text.append("  %s: %d%n".formatted(what, times)));
    givenUp.forEach((what, times) -> text.append("  gave up %s: %d%n".formatted(what, times)));
    return text.toString();
  }
}
