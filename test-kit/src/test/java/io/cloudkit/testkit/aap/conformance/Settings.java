package io.cloudkit.testkit.aap.conformance;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a person told: {@code -Daap.something=…}, or AAP_SOMETHING in the environment, which other
 * users of the machine can not read off a command line.
 */
final class Settings {
  private final UnaryOperator<Optional<String>> properties;

  private Settings(UnaryOperator<Optional<String>> properties) {
    this.properties = properties;
  }

  static Settings ofProcess() {
    return new Settings(
        name ->
            name.map(System::getProperty)
                .or(
                    () ->
                        name.map(n -> n.toUpperCase(Locale.ROOT).replace('.', '_'))
                            .map(System::getenv))
                .filter(value -> !value.isBlank()));
  }

  Optional<String> get(String name) {
    return properties.apply(Optional.of("aap." + name));
  }

  /** The base of the API, without a slash at the end. */
  String url() {
    String url =
        get("url")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected -Daap.url=https://host/api/v2, or …/api/controller/v2 behind a"
                            + " gateway, found none"));
    String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    if (!trimmed.endsWith("/v2")) {
      throw new IllegalArgumentException(
          "expected aap.url to end with /api/v2 or /api/controller/v2, found " + url);
    }
    return trimmed;
  }

  boolean isSet(String name) {
    return get(name).map(Boolean::parseBoolean).orElse(false);
  }

  /** A token, or a user and a password; the prefix is empty, or as {@code service.}. */
  Optional<Credentials> credentials(String prefix) {
    Optional<Credentials> token = get(prefix + "token").map(Credentials::token);
    return token.or(
        () ->
            get(prefix + "user")
                .flatMap(
                    user ->
                        get(prefix + "password")
                            .map(password -> Credentials.password(user, password))));
  }

  /** Which rows are asked; all unless told. */
  Pattern rows() {
    return Pattern.compile(get("rows").orElse(".*"));
  }
}
