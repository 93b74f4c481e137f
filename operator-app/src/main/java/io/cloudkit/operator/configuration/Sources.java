package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ConfigProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All places where settings are looked for, the one that wins first: system properties, environment
 * variables, a properties file.
 *
 * @param configFile what names the properties file
 * @param problems why the properties file could not be read
 */
record Sources(List<Source> all, Found configFile, List<Problem> problems) {
  /** Names the properties file; found everywhere but there. */
  static final Setting CONFIG_FILE =
      Setting.ofOperator(
          ConfigProperty.named(
                  "config-file",
                  ConfigProperty.Type.STRING,
                  "A properties file in UTF-8 with more settings, which system properties and"
                      + " variables override; the option --config overrides this.")
              .build(),
          Limit.NONE);

  static Sources of(Surroundings surroundings) {
    Map<String, String> properties = new TreeMap<>(surroundings.systemProperties());
    properties.keySet().removeIf(name -> !name.startsWith(Source.PROPERTY_PREFIX));
    List<Source> sources = new ArrayList<>();
    sources.add(new Source(Source.Kind.SYSTEM_PROPERTIES, "", properties));
    sources.add(new Source(Source.Kind.ENVIRONMENT, "", surroundings.environment()));
    Found named =
        surroundings
            .configFile()
            .map(path -> Found.value(CONFIG_FILE, "--config", path.toString()))
            .orElseGet(() -> Lookup.find(CONFIG_FILE, sources));
    ConfigFile file =
        named
            .text()
            .map(path -> ConfigFile.read(named.from().orElseThrow(), path))
            .orElse(ConfigFile.NONE);
    file.source().ifPresent(sources::add);
    return new Sources(List.copyOf(sources), named, file.problems());
  }

  /** The first value of a setting, valid or not. */
  Optional<String> text(Setting setting) {
    return all.stream()
        .flatMap(source -> source.set(setting, Source.Form.VALUE).stream().map(source::value))
        .findFirst();
  }
}
