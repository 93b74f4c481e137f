package io.cloudkit.operator.configuration;

import io.cloudkit.operator.configuration.ProviderSettings.Given;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What was found for one setting.
 *
 * @param variables those that were set for it
 * @param text its value, or the default; empty for a secret, and for what is not set or not valid
 * @param secret the value of a setting that is one
 * @param problems what is wrong with it
 */
record Found(
    Setting setting,
    List<String> variables,
    Optional<String> text,
    Optional<Secret> secret,
    List<Problem> problems) {

  static Found nothing(Setting setting) {
    return new Found(
        setting, List.of(), setting.property().defaultValue(), Optional.empty(), List.of());
  }

  static Found value(Setting setting, String variable, String text) {
    return new Found(setting, List.of(variable), Optional.of(text), Optional.empty(), List.of());
  }

  static Found secret(Setting setting, String variable, Secret secret) {
    return new Found(setting, List.of(variable), Optional.empty(), Optional.of(secret), List.of());
  }

  static Found problem(Setting setting, List<String> variables, Problem problem) {
    return new Found(setting, variables, Optional.empty(), Optional.empty(), List.of(problem));
  }

  boolean isSet() {
    return !variables.isEmpty();
  }

  /** What is missing, if the setting is required and has no value. */
  Optional<Problem> missing() {
    if (isSet() || text.isPresent() || !setting.property().isRequired()) {
      return Optional.empty();
    }
    String expected =
        setting
            .fileVariable()
            .map(file -> "expected a " + noun() + ", or " + file + " naming a readable file")
            .or(() -> setting.problemWith(""))
            .orElse("expected a value");
    return Optional.of(new Problem(setting.variable(), "is not set", expected));
  }

  /** The value for a person, never a secret. */
  String shown() {
    if (!problems.isEmpty()) {
      return "(not valid)";
    }
    if (secret.isPresent()) {
      String variable = variables.get(0);
      return variable.endsWith(Setting.FILE_SUFFIX)
          ? "(secret, from " + variable + ")"
          : "(secret)";
    }
    return text.orElse("");
  }

  /** How a person gave it, for a report. */
  Given given() {
    String variable = isSet() ? variables.get(0) : setting.variable();
    if (secret.isPresent()) {
      return new Given(variable, "is set (not shown)");
    }
    return new Given(variable, text.map(Problem::quoted).orElse("is not set"));
  }

  private String noun() {
    return setting.property().name().replace('-', ' ');
  }
}
