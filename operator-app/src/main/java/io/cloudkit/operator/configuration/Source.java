package io.cloudkit.operator.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place where settings are looked for. Of several places the first that has a setting wins.
 *
 * @param place where it is, for people; empty if the names say it
 * @param values all that is there, by full name; empty counts as not set
 */
record Source(Kind kind, String place, Map<String, String> values) {
  /** The prefix of the system properties that this program reads. */
  static final String PROPERTY_PREFIX = "cloudkit.";

  /** How names are written there. */
  enum Kind {
    /** {@code -Dcloudkit.providers.east.url=…}. */
    SYSTEM_PROPERTIES,
    /** {@code CLOUDKIT_PROVIDERS_EAST_URL=…}. */
    ENVIRONMENT,
    /** {@code providers.east.url=…}. */
    FILE
  }

  /** What the name of a setting leads to. */
  enum Form {
    VALUE(""),
    /** The path of a file that holds it. */
    PATH("-file");

    private final String ending;

    Form(String ending) {
      this.ending = ending;
    }

    String ending() {
      return ending;
    }
  }

  Source {
    values = Map.copyOf(values);
  }

  /** The names of a setting that have a value here, the preferred one first. */
  List<String> set(Setting setting, Form form) {
    return names(setting, form).filter(name -> !value(name).isEmpty()).toList();
  }

  private Stream<String> names(Setting setting, Form form) {
    return switch (kind) {
      case SYSTEM_PROPERTIES -> Stream.of(PROPERTY_PREFIX + setting.key() + form.ending());
      case FILE -> Stream.of(setting.key() + form.ending());
      case ENVIRONMENT ->
          Stream.of(Setting.PREFIX, Setting.ALIAS_PREFIX)
              .flatMap(
                  prefix ->
                      setting.suffixes().stream()
                          .map(suffix -> prefix + suffix + Setting.words(form.ending())));
    };
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** A name as a person finds it. */
  String told(String name) {
    return switch (kind) {
      case SYSTEM_PROPERTIES -> "-D" + name;
      case ENVIRONMENT -> name;
      case FILE -> name + " in " + place;
    };
  }

  /** The key that a name stands for; empty if it is a variable, or not for this program. */
  Optional<String> key(String name) {
    return switch (kind) {
      case SYSTEM_PROPERTIES ->
          name.startsWith(PROPERTY_PREFIX)
              ? Optional.of(name.substring(PROPERTY_PREFIX.length()))
              : Optional.empty();
      case ENVIRONMENT -> Optional.empty();
      case FILE -> Optional.of(name);
    };
  }

  /** A variable without its prefix; empty if it is none, or not for this program. */
  Optional<String> suffix(String name) {
    return kind != Kind.ENVIRONMENT
        ? Optional.empty()
        : Stream.of(Setting.PREFIX, Setting.ALIAS_PREFIX)
            .filter(name::startsWith)
            .map(prefix -> name.substring(prefix.length()))
            .findFirst();
  }
}
