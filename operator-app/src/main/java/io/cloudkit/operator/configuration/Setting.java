package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table of settings.
 *
 * @param owner the provider instance that it belongs to; empty for the operator itself
 * @param property name, type, default and meaning
 * @param limit what a value must satisfy beyond its type
 */
public record Setting(Optional<String> owner, ConfigProperty property, Limit limit) {
  /** The prefix of the variables that this program reads. */
  public static final String PREFIX = "CLOUDKIT_";

  /** The prefix that the Go operator took later; an alias of {@link #PREFIX}. */
  public static final String ALIAS_PREFIX = "OSAC_";

  private static final String WITHOUT_CREDENTIALS =
      " without user and password, which belong into settings of their own";

  static final String FILE_SUFFIX = "_FILE";

  static Setting ofOperator(ConfigProperty property, Limit limit) {
    return new Setting(Optional.empty(), property, limit);
  }

  static Setting ofInstance(String instance, ConfigProperty property, Limit limit) {
    return new Setting(Optional.of(instance), property, limit);
  }

  /** The environment variable: {@code CLOUDKIT_AAP_TOKEN}. */
  public String variable() {
    return PREFIX + suffix();
  }

  /** For a secret: the variable that names its file. */
  public Optional<String> fileVariable() {
    return property.isSecret() ? Optional.of(variable() + FILE_SUFFIX) : Optional.empty();
  }

  /** The variable without its prefix. */
  String suffix() {
    return words(owner.map(name -> name + "-").orElse("") + property.name());
  }

  /**
   * What was expected instead of that value, for a person; empty if the value is valid. Never the
   * value itself.
   */
  Optional<String> problemWith(String value) {
    return property
        .problemWith(value)
        .map(expected -> expected + (holdsCredentials(value) ? WITHOUT_CREDENTIALS : ""))
        .or(() -> limit.problemWith(value));
  }

  private boolean holdsCredentials(String value) {
    return property.type() == ConfigProperty.Type.URL && value.matches("(?s)[a-zA-Z]+://.*@.*");
  }

  private static String words(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
