package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table of settings.
 *
 * @param owner the provider instance that it belongs to; empty for the operator itself
 * @param property name, type, default and meaning
 * @param limit what a value must satisfy beyond its type
 * @param suffixes its environment variables without their prefix, the one for people first
 */
public record Setting(
    Optional<String> owner, ConfigProperty property, Limit limit, List<String> suffixes) {
  /** The prefix of the variables that this program reads. */
  public static final String PREFIX = "CLOUDKIT_";

  /** The prefix that the Go operator took later; an alias of {@link #PREFIX}. */
  public static final String ALIAS_PREFIX = "OSAC_";

  /** What the keys of all instances begin with. */
  static final String INSTANCES = "providers.";

  /** What the variables of all instances begin with, after their prefix. */
  static final String INSTANCE_VARIABLES = "PROVIDERS_";

  private static final String WITHOUT_CREDENTIALS =
      " without user and password, which belong into settings of their own";

  /** How a person is told of a setting that is not set. */
  enum Style {
    /** {@code CLOUDKIT_PROVIDERS_EAST_URL}. */
    VARIABLE,
    /** {@code providers.east.url}. */
    KEY
  }

  public Setting {
    suffixes = List.copyOf(suffixes);
  }

  static Setting ofOperator(ConfigProperty property, Limit limit) {
    return new Setting(Optional.empty(), property, limit, List.of(words(property.name())));
  }

  static Setting ofInstance(
      String instance, ConfigProperty property, Limit limit, List<String> suffixes) {
    return new Setting(Optional.of(instance), property, limit, suffixes);
  }

  /** The name in a properties file: {@code log-level}, {@code providers.east.token}. */
  public String key() {
    return owner.map(instance -> INSTANCES + instance + ".").orElse("") + property.name();
  }

  /** The environment variable: {@code CLOUDKIT_AAP_TOKEN}. */
  public String variable() {
    return PREFIX + suffixes.get(0);
  }

  /** For a secret: the variable that names its file. */
  public Optional<String> fileVariable() {
    return file(Style.VARIABLE);
  }

  String name(Style style) {
    return style == Style.VARIABLE ? variable() : key();
  }

  /** For a secret: the name of the setting that names its file. */
  Optional<String> file(Style style) {
    String ending = Source.Form.PATH.ending();
    return property.isSecret()
        ? Optional.of(name(style) + (style == Style.VARIABLE ? words(ending) : ending))
        : Optional.empty();
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

  /** A name as it is in a variable. */
  static String words(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
