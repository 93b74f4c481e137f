package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value must satisfy beyond its type. Asked only of values that are of the type. */
@FunctionalInterface
public interface Limit {
  /** Anything of the type will do. */
  Limit NONE = value -> Optional.empty();

  /** The name of a Kubernetes namespace, or of a lease. */
  Limit DNS_LABEL =
      new Limit() {
        private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

        @Override
        public Optional<String> problemWith(String value) {
          return LABEL.matcher(value).matches()
              ? Optional.empty()
              : Optional.of(
                  "expected 1 to 63 lower-case letters, digits and hyphens, beginning and ending"
                      + " with a letter or digit");
        }
      };

  /** A duration longer than none. */
  Limit POSITIVE_DURATION =
      value ->
          value.matches("[0hms]+")
              ? Optional.of("expected a duration longer than zero, such as 30s, 10m or 1h30m")
              : Optional.empty();

  /**
   * A secret of one line. Two lines in a file are two secrets, or one and a remark; nobody knows
   * which was meant.
   */
  Limit ONE_LINE =
      value ->
          value.chars().anyMatch(Character::isISOControl)
              ? Optional.of("expected one line, found a line break or another control character")
              : Optional.empty();

  /** A secret that goes into an HTTP header: RFC 6750 §2.1. */
  Limit TOKEN =
      value ->
          ONE_LINE
              .problemWith(value)
              .or(
                  () ->
                      value.chars().allMatch(each -> each > ' ' && each < 0x7f)
                          ? Optional.empty()
                          : Optional.of(
                              "expected a token of ASCII characters, found a blank or another"
                                  + " character in it"));

  /** What a provider's property must satisfy that its type does not say. */
  static Limit of(ConfigProperty property) {
    if (!property.isSecret()) {
      return NONE;
    }
    return property.name().equals("token") || property.name().endsWith("-token") ? TOKEN : ONE_LINE;
  }

  /** What was expected instead; empty if the value is within the limit. */
  Optional<String> problemWith(String value);

  /** A whole number from {@code least} to {@code most}. */
  static Limit between(int least, int most) {
    return value -> {
      int number = Integer.parseInt(value);
      return number < least || number > most
          ? Optional.of("expected a whole number from " + least + " to " + most)
          : Optional.empty();
    };
  }
}
