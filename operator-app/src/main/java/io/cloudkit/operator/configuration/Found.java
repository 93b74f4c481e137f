package io.cloudkit.operator.configuration;

import io.cloudkit.operator.configuration.ProviderSettings.Given;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What was found for one setting.
 *
 * @param from the name that was set for it, as a person finds it; empty if none was
 * @param text its value, or the default; empty for a secret, and for what is not set or not valid
 * @param secret the value of a setting that is one
 * @param exposure who else can read the secret, with a remedy; empty if nobody can
 * @param problems what is wrong with it
 */
record Found(
    Setting setting,
    Optional<String> from,
    Optional<String> text,
    Optional<Secret> secret,
    Optional<String> exposure,
    List<Problem> problems) {

  static Found nothing(Setting setting) {
    return new Found(
        setting,
        Optional.empty(),
        setting.property().defaultValue(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Found value(Setting setting, String from, String text) {
    return new Found(
        setting,
        Optional.of(from),
        Optional.of(text),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Found secret(Setting setting, String from, Secret secret) {
    return new Found(
        setting,
        Optional.of(from),
        Optional.empty(),
        Optional.of(secret),
        Optional.empty(),
        List.of());
  }

  static Found problem(Setting setting, String from, Problem problem) {
    return new Found(
        setting,
        Optional.of(from),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(problem));
  }

  /** The same, with who else can read it. */
  Found exposed(Optional<String> toWhom) {
    return new Found(setting, from, text, secret, toWhom, problems);
  }

  boolean isSet() {
    return from.isPresent();
  }

  boolean belongsTo(String instance) {
    return setting.owner().filter(instance::equals).isPresent();
  }

  /** What is missing, if the setting is required and has no value. */
  Optional<Problem> missing(Setting.Style style) {
    if (isSet() || text.isPresent() || !setting.property().isRequired()) {
      return Optional.empty();
    }
    String expected =
        setting
            .file(style)
            .map(file -> "expected a " + noun() + ", or " + file + " naming a readable file")
            .or(() -> setting.problemWith(""))
            .orElse("expected a value");
    return Optional.of(new Problem(setting.name(style), "is not set", expected));
  }

  /** The value for a person, never a secret. */
  String shown() {
    if (!problems.isEmpty()) {
      return "(not valid)";
    }
    if (secret.isPresent()) {
      return secret.get() instanceof FileSecret
          ? "(secret, from " + from.orElseThrow() + ")"
          : "(secret)";
    }
    return text.orElse("");
  }

  /** How a person gave it, for a report. */
  Given given() {
    String name = from.orElseGet(setting::variable);
    if (secret.isPresent()) {
      return new Given(name, "is set (not shown)");
    }
    return new Given(name, text.map(Problem::quoted).orElse("is not set"));
  }

  private String noun() {
    return setting.property().name().replace('-', ' ');
  }
}
