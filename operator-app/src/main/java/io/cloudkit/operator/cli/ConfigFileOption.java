package io.cloudkit.operator.cli;

import io.cloudkit.operator.configuration.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a properties file. */
final class ConfigFileOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A properties file with settings, in UTF-8; system properties (-Dcloudkit.<key>) and"
              + " variables override it. Unless given, the one that CLOUDKIT_CONFIG_FILE names.")
  private Optional<Path> file = Optional.empty();

  Surroundings in(Surroundings surroundings) {
    return surroundings.withConfigFile(file);
  }
}
