package io.cloudkit.operator.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds values of settings among the environment's variables. Empty counts as not set. */
final class Lookup {
  private static final String HIDDEN = "is set (not shown)";

  private final Map<String, String> environment;

  Lookup(Map<String, String> environment) {
    this.environment = environment;
  }

  Found find(Setting setting) {
    return setting.property().isSecret() ? secret(setting) : plain(setting);
  }

  private Found plain(Setting setting) {
    List<String> set = set(setting.suffix());
    if (set.isEmpty()) {
      return Found.nothing(setting);
    }
    String value = value(set.get(0));
    Optional<Problem> problem =
        contradiction(set, Problem.quoted(value), Problem.shown(value(set.get(set.size() - 1))))
            .or(
                () ->
                    setting
                        .problemWith(value)
                        .map(wrong -> new Problem(set.get(0), Problem.quoted(value), wrong)));
    return problem
        .map(wrong -> Found.problem(setting, set, wrong))
        .orElseGet(() -> Found.value(setting, set.get(0), value));
  }

  private Found secret(Setting setting) {
    List<String> values = set(setting.suffix());
    List<String> files = set(setting.suffix() + Setting.FILE_SUFFIX);
    if (!values.isEmpty() && !files.isEmpty()) {
      Problem both =
          new Problem(
              values.get(0), "and " + files.get(0) + " are both set", "expected one of the two");
      return Found.problem(setting, List.of(values.get(0), files.get(0)), both);
    }
    if (!files.isEmpty()) {
      return fromFile(setting, files);
    }
    if (values.isEmpty()) {
      return Found.nothing(setting);
    }
    FixedSecret secret = new FixedSecret(value(values.get(0)));
    Optional<Problem> problem =
        contradiction(values, HIDDEN, "another value")
            .or(
                () ->
                    setting
                        .problemWith(secret.value())
                        .map(wrong -> new Problem(values.get(0), HIDDEN, wrong)));
    return problem
        .map(wrong -> Found.problem(setting, values, wrong))
        .orElseGet(() -> Found.secret(setting, values.get(0), secret));
  }

  private Found fromFile(Setting setting, List<String> variables) {
    String variable = variables.get(0);
    String path = value(variable);
    // whoever pasted the secret itself here does not want to read it in a log
    String found = path.contains("/") || isFile(path) ? Problem.quoted(path) : HIDDEN;
    Optional<Problem> contradiction = contradiction(variables, found, "another path");
    if (contradiction.isPresent()) {
      return Found.problem(setting, variables, contradiction.get());
    }
    try {
      FileSecret secret = new FileSecret(Path.of(path));
      Optional<String> wrong = setting.problemWith(secret.read());
      return wrong.isEmpty()
          ? Found.secret(setting, variable, secret)
          : Found.problem(
              setting, variables, new Problem(variable, found, wrong.get() + " in that file"));
    } catch (IOException | InvalidPathException e) {
      String why = e instanceof InvalidPathException ? "is not a path" : e.getMessage();
      return Found.problem(
          setting,
          variables,
          new Problem(variable, found, "expected a readable file; this one " + why));
    }
  }

  private static boolean isFile(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Two prefixes, two values: nobody knows which one was meant. */
  private Optional<Problem> contradiction(List<String> set, String found, String other) {
    if (set.size() < 2 || value(set.get(0)).equals(value(set.get(1)))) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            set.get(0),
            found,
            "expected the same as " + set.get(1) + ", which is " + other + "; unset one of them"));
  }

  private List<String> set(String suffix) {
    return Stream.of(Setting.PREFIX + suffix, Setting.ALIAS_PREFIX + suffix)
        .filter(variable -> !value(variable).isEmpty())
        .toList();
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "");
  }
}
