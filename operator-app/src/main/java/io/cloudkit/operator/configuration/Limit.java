package io.cloudkit.operator.configuration;

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
