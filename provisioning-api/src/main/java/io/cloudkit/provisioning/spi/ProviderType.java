package io.cloudkit.provisioning.spi;

import java.util.regex.Pattern;

/** The kind of backend that a factory makes providers for: {@code aap}. Immutable. */
public final class ProviderType {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

  private final String name;

  private ProviderType(String name) {
    this.name = name;
  }

  /**
   * The type of that name.
   *
   * @param name 1..31 lower-case letters, digits and hyphens, beginning with a letter
   * @throws IllegalArgumentException if it is not
   */
  public static ProviderType of(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "provider type: expected 1..31 lower-case letters, digits and hyphens, beginning with a "
              + "letter, found \""
              + name
              + "\"");
    }
    return new ProviderType(name);
  }

  public String name() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderType that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
