package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the secrets of an instance out of what its provider says: a vendor's message may quote what
 * it was given. Immutable.
 */
public final class SecretMask {
  private static final String MASK = "***";

  /** A shorter one would be found within other words, and be seen by what is missing there. */
  private static final int SHORTEST = 4;

  private final List<String> values;

  private SecretMask(List<String> values) {
    this.values = values;
  }

  /** Over those secrets as they can be read now; one that can not be read hides nothing. */
  public static SecretMask of(Collection<? extends Secret> secrets) {
    List<String> values = new ArrayList<>();
    for (Secret secret : secrets) {
      try {
        values.add(secret.value());
      } catch (RuntimeException unreadable) {
        // its file went away: then the provider could not read it either
      }
    }
    values.removeIf(value -> value.length() < SHORTEST);
    // one may be a part of another, of which then a rest would be seen
    values.sort(Comparator.comparing(String::length).reversed());
    return new SecretMask(List.copyOf(values));
  }

  /** The text with {@code ***} for each secret in it. */
  public String over(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /** Whether what would be printed of it, its causes included, holds a secret. */
  boolean isNeededFor(Throwable thrown) {
    StringWriter printed = new StringWriter();
    thrown.printStackTrace(new PrintWriter(printed));
    return values.stream().anyMatch(printed.toString()::contains);
  }
}
