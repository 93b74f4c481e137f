package io.cloudkit.operator.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds values of settings in one source. Empty counts as not set. */
final class Lookup {
  private static final String HIDDEN = "is set (not shown)";

  private final Source source;

  private Lookup(Source source) {
    this.source = source;
  }

  /** What is set for a setting, in the first of the sources that has it. */
  static Found find(Setting setting, List<Source> sources) {
    return sources.stream()
        .map(Lookup::new)
        .flatMap(each -> each.find(setting).stream())
        .findFirst()
        .orElseGet(() -> Found.nothing(setting));
  }

  private Optional<Found> find(Setting setting) {
    List<String> values = source.set(setting, Source.Form.VALUE);
    if (!setting.property().isSecret()) {
      return values.isEmpty() ? Optional.empty() : Optional.of(plain(setting, values));
    }
    List<String> files = source.set(setting, Source.Form.PATH);
    if (!values.isEmpty() && !files.isEmpty()) {
      String both = "and " + source.told(files.get(0)) + " are both set";
      return Optional.of(
          problem(setting, values.get(0), new Trouble(both, "expected one of the two")));
    }
    if (!files.isEmpty()) {
      return Optional.of(fromFile(setting, files));
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(secret(setting, values));
  }

  private Found plain(Setting setting, List<String> set) {
    String value = value(set);
    String found = Problem.quoted(value);
    return contradiction(set)
        .map(
            other ->
                problem(
                    setting, set.get(0), same(found, other, Problem.shown(source.value(other)))))
        .or(
            () ->
                setting
                    .problemWith(value)
                    .map(wrong -> problem(setting, set.get(0), new Trouble(found, wrong))))
        .orElseGet(() -> Found.value(setting, told(set), value));
  }

  private Found secret(Setting setting, List<String> set) {
    FixedSecret secret = new FixedSecret(value(set), told(set));
    return contradiction(set)
        .map(other -> problem(setting, set.get(0), same(HIDDEN, other, "another value")))
        .or(
            () ->
                setting
                    .problemWith(secret.value())
                    .map(wrong -> problem(setting, set.get(0), new Trouble(HIDDEN, wrong))))
        .orElseGet(() -> Found.secret(setting, told(set), secret).exposed(exposure(setting)));
  }

  private Found fromFile(Setting setting, List<String> set) {
    String path = value(set);
    // whoever pasted the secret itself here does not want to read it in a log
    String found = path.contains("/") || isFile(path) ? Problem.quoted(path) : HIDDEN;
    Optional<String> other = contradiction(set);
    if (other.isPresent()) {
      return problem(setting, set.get(0), same(found, other.get(), "another path"));
    }
    try {
      FileSecret secret = new FileSecret(Path.of(path), told(set));
      return setting
          .problemWith(secret.read())
          .map(wrong -> problem(setting, set.get(0), new Trouble(found, wrong + " in that file")))
          .orElseGet(() -> Found.secret(setting, told(set), secret));
    } catch (IOException | InvalidPathException e) {
      String why = e instanceof InvalidPathException ? "is not a path" : e.getMessage();
      String expected = "expected a readable file; this one " + why;
      return problem(setting, set.get(0), new Trouble(found, expected));
    }
  }

  /** Who else can read a secret that stands here itself. */
  private Optional<String> exposure(Setting setting) {
    String instead = "; use " + setting.key() + Source.Form.PATH.ending();
    return switch (source.kind()) {
      case ENVIRONMENT -> Optional.empty();
      case SYSTEM_PROPERTIES ->
          Optional.of("is a secret on the command line, which others can see" + instead);
      case FILE ->
          ConfigFile.isReadableByOthers(source.place())
              ? Optional.of(
                  "is a secret in a file that all users of this machine can read; take that right"
                      + " away, or"
                      + instead.substring(1))
              : Optional.empty();
    };
  }

  private static boolean isFile(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Two names, two values: nobody knows which one was meant. */
  private Optional<String> contradiction(List<String> set) {
    return set.stream().filter(each -> !source.value(each).equals(value(set))).findFirst();
  }

  private record Trouble(String found, String expected) {}

  private Trouble same(String found, String other, String value) {
    return new Trouble(
        found,
        "expected the same as "
            + source.told(other)
            + ", which is "
            + value
            + "; unset one of them");
  }

  private Found problem(Setting setting, String name, Trouble trouble) {
    String told = source.told(name);
    return Found.problem(setting, told, new Problem(told, trouble.found(), trouble.expected()));
  }

  private String told(List<String> set) {
    return source.told(set.get(0));
  }

  private String value(List<String> set) {
    return source.value(set.get(0));
  }
}
