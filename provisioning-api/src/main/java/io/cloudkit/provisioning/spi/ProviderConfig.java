package io.cloudkit.provisioning.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one provider instance, validated, without its secrets. Immutable.
 *
 * <p>Asking for a property that the factory did not declare, or with another type, is a defect of
 * the provider and throws {@link IllegalArgumentException}.
 */
public final class ProviderConfig {
  private final String instance;
  private final Map<String, ConfigProperty> properties = new TreeMap<>();
  private final Map<String, String> values = new TreeMap<>();

  private ProviderConfig(
      String instance, List<ConfigProperty> properties, Map<String, String> set) {
    this.instance = instance;
    for (ConfigProperty property : properties) {
      this.properties.put(property.name(), property);
      if (property.isSecret()) {
        continue;
      }
      Optional<String> value =
          Optional.ofNullable(set.get(property.name())).or(property::defaultValue);
      value
          .flatMap(property::problemWith)
          .ifPresent(
              problem -> {
                throw new IllegalArgumentException(
                    instance + "." + property.name() + ": " + problem);
              });
      if (value.isEmpty() && property.isRequired()) {
        throw new IllegalArgumentException(
            instance + "." + property.name() + ": expected a value, found none");
      }
      value.ifPresent(text -> values.put(property.name(), text));
    }
    for (String name : set.keySet()) {
      if (!this.properties.containsKey(name)) {
        throw new IllegalArgumentException(
            instance + "." + name + ": expected one of " + this.properties.keySet());
      }
    }
  }

  /**
   * Validates what was set.
   *
   * @param instance the instance's name
   * @param properties what the factory declares
   * @param values what was set, by property name; secrets are ignored
   * @throws IllegalArgumentException for the first value that is missing, unknown or not valid
   */
  public static ProviderConfig of(
      String instance, List<ConfigProperty> properties, Map<String, String> values) {
    return new ProviderConfig(instance, properties, values);
  }

  /** The instance's name: two instances of one type have different ones. */
  public String instance() {
    return instance;
  }

  /** The value, or the default; empty if there is neither. */
  public Optional<String> optional(String name) {
    declared(name);
    return Optional.ofNullable(values.get(name));
  }

  /** The value of a property that is required or has a default. */
  public String string(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": expected a required property or one with a default"));
  }

  /**
   * The value of a property as what it stands for: a file's content, a pattern, a parsed document.
   *
   * @param parser is given the value, once
   * @throws IllegalArgumentException if the parser throws anything. The message names the property,
   *     and holds the parser's words and its description: they are shown to a person
   */
  public <T> T parsed(String name, Parser<T> parser) {
    String value = string(name);
    try {
      return parser.parse(value);
    } catch (Exception unfit) {
      Throwable reason = unfit.getCause() == null ? unfit : unfit.getCause();
      String expected = declared(name).description();
      throw new IllegalArgumentException(
          instance + "." + name + ": expected: " + expected + "; found " + reason, unfit);
    }
  }

  public URI url(String name) {
    return URI.create(typed(name, ConfigProperty.Type.URL));
  }

  public Duration duration(String name) {
    return ConfigProperty.duration(typed(name, ConfigProperty.Type.DURATION));
  }

  public int integer(String name) {
    return Integer.parseInt(typed(name, ConfigProperty.Type.INTEGER));
  }

  /** Whether a {@link ConfigProperty.Type#BOOLEAN} is {@code true}. */
  public boolean isTrue(String name) {
    return typed(name, ConfigProperty.Type.BOOLEAN).equals("true");
  }

  /** Makes something of the text of a setting. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * What that text stands for.
     *
     * @throws Exception if it stands for nothing that is of use, with the reason for a person, in
     *     its cause's words if it has one; no secret
     */
    T parse(String value) throws Exception;
  }

  @Override
  public String toString() {
    return instance + values;
  }

  private String typed(String name, ConfigProperty.Type type) {
    if (declared(name).type() != type) {
      throw new IllegalArgumentException(name + ": expected " + type + ", declared otherwise");
    }
    return string(name);
  }

  private ConfigProperty declared(String name) {
    ConfigProperty property = properties.get(name);
    if (property == null || property.isSecret()) {
      throw new IllegalArgumentException(
          name + ": expected a declared property that is no secret, one of " + properties.keySet());
    }
    return property;
  }
}
