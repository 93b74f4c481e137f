package io.cloudkit.provisioning.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One setting of a provider instance, or one option of a launch: enough to validate it, to document
 * it, and to know when to mask it. Immutable.
 */
public final class ConfigProperty {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** What a value has to look like. */
  public enum Type {
    /** Any text that is not blank. */
    STRING("a text"),
    /** An absolute http or https address. */
    URL("an absolute http or https address"),
    /** A duration as in {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h30m}. */
    DURATION("a duration such as 500ms, 30s, 10m or 1h30m"),
    /** A whole number, zero or more. */
    INTEGER("a whole number, zero or more"),
    /** {@code true} or {@code false}. */
    BOOLEAN("true or false");

    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }
  }

  private final String name;
  private final Type type;
  private final String description;
  private final Optional<String> defaultValue;
  private final boolean required;
  private final boolean secret;
  private final List<String> choices;

  private ConfigProperty(Builder builder) {
    name = builder.name;
    type = builder.type;
    description = builder.description;
    defaultValue = builder.defaultValue;
    required = builder.required;
    secret = builder.secret;
    choices = builder.choices;
    if (secret && defaultValue.isPresent()) {
      throw new IllegalArgumentException(name + ": expected no default for a secret, found one");
    }
    defaultValue.flatMap(this::problemWith).ifPresent(ConfigProperty::refuseDefault);
  }

  /**
   * A setting.
   *
   * @param name lower-case words joined by hyphens: {@code status-poll-interval}. In the
   *     environment of the instance {@code aap} it is {@code CLOUDKIT_AAP_STATUS_POLL_INTERVAL}
   * @param description a sentence for the person who sets it, with unit and allowed values
   */
  public static Builder named(String name, Type type, String description) {
    return new Builder(name, type, description);
  }

  /** As {@link #named}, for a {@link Type#STRING}. */
  public static Builder text(String name, String description) {
    return named(name, Type.STRING, description);
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  public String description() {
    return description;
  }

  public Optional<String> defaultValue() {
    return defaultValue;
  }

  /** Whether an instance without it is refused. */
  public boolean isRequired() {
    return required;
  }

  /** Whether its value is masked everywhere, and may come from a file named by {@code …_FILE}. */
  public boolean isSecret() {
    return secret;
  }

  /** The only allowed values; empty if any of the type is. */
  public List<String> choices() {
    return choices;
  }

  /**
   * What is wrong with a value.
   *
   * @return what was expected, for a person; empty if the value is valid. Never the value itself
   */
  public Optional<String> problemWith(String value) {
    if (!choices.isEmpty() && !choices.contains(value)) {
      return Optional.of("expected one of " + String.join(", ", choices));
    }
    boolean valid =
        switch (type) {
          case STRING -> !value.isBlank();
          case URL -> isWebAddress(value);
          case DURATION -> DurationText.parse(value).isPresent();
          case INTEGER -> value.matches("[0-9]{1,9}");
          case BOOLEAN -> value.equals("true") || value.equals("false");
        };
    return valid ? Optional.empty() : Optional.of("expected " + type.expected);
  }

  /**
   * A valid {@link Type#DURATION} as a duration.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Duration duration(String value) {
    return DurationText.parse(value)
        .orElseThrow(() -> new IllegalArgumentException("expected " + Type.DURATION.expected));
  }

  @Override
  public String toString() {
    return name + " (" + type.expected + ")";
  }

  private static boolean isWebAddress(String value) {
    try {
      URI uri = new URI(value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void refuseDefault(String problem) {
    throw new IllegalArgumentException("default value: " + problem);
  }

  /** Collects a property. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Type type;
    private final String description;
    private Optional<String> defaultValue = Optional.empty();
    private boolean required;
    private boolean secret;
    private List<String> choices = List.of();

    private Builder(String name, Type type, String description) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "property name: expected lower-case words joined by hyphens, found \"" + name + "\"");
      }
      if (description.isBlank()) {
        throw new IllegalArgumentException(name + ": expected a description, found none");
      }
      this.name = name;
      this.type = type;
      this.description = description;
    }

    /** The value when none is set; must be valid itself. */
    public Builder defaultValue(String value) {
      defaultValue = Optional.of(value);
      return this;
    }

    /** An instance without it is refused. */
    public Builder required() {
      required = true;
      return this;
    }

    /**
     * Masked everywhere; reached by {@link ProviderContext#secret}, not by {@link ProviderConfig}.
     */
    public Builder secret() {
      secret = true;
      return this;
    }

    public Builder choices(String... values) {
      choices = List.of(values);
      return this;
    }

    public ConfigProperty build() {
      return new ConfigProperty(this);
    }
  }
}
