package io.cloudkit.controller.engine;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a resource sets for its launches, judged by what a provider instance takes.
 *
 * @param values those that are valid, and the defaults of those that are not set
 * @param problem what is wrong with the others, with the remedy; empty if nothing is
 */
record LaunchOptions(Map<String, String> values, Optional<String> problem) {
  private static final int SHOWN = 60;

  /**
   * Judges them.
   *
   * @param declared what the instance takes
   */
  static LaunchOptions of(String instance, List<ConfigProperty> declared, Map<String, String> set) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> problems = new TreeMap<>();
    for (ConfigProperty option : declared) {
      String name = option.name();
      String given = set.get(name);
      if (given == null) {
        option.defaultValue().ifPresent(value -> values.put(name, value));
        if (option.isRequired() && option.defaultValue().isEmpty()) {
          problems.put(name, "expected a value, found none; set it");
        }
        continue;
      }
      option
          .problemWith(given)
          .ifPresentOrElse(
              expected -> problems.put(name, expected + ", found " + shown(given) + "; correct it"),
              () -> values.put(name, given));
    }
    for (String name : set.keySet()) {
      if (declared.stream().noneMatch(each -> each.name().equals(name))) {
        problems.put(name, unknown(instance, declared));
      }
    }
    return new LaunchOptions(
        values,
        problems.isEmpty()
            ? Optional.empty()
            : Optional.of(
                problems.entrySet().stream()
                    .map(each -> "launch option " + each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining("; "))));
  }

  private static String unknown(String instance, List<ConfigProperty> declared) {
    String taken =
        declared.isEmpty()
            ? "no option at all"
            : "one of "
                + declared.stream().map(ConfigProperty::name).collect(Collectors.joining(", "));
    return "expected "
        + taken
        + ", which is what provider instance \""
        + instance
        + "\" takes; remove it";
  }

  private static String shown(String value) {
    String tame = value.replaceAll("\\p{Cntrl}", "?");
    return "\"" + (tame.length() > SHOWN ? tame.substring(0, SHOWN) + "…" : tame) + "\"";
  }
}
