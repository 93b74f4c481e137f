package io.cloudkit.operator.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the configuration comes from.
 *
 * @param environment all environment variables of the process
 * @param systemProperties all system properties of the process
 * @param configFile the properties file that the command line names
 * @param namespaceFile where a pod finds the name of its namespace; need not exist
 * @param patience how long the code of a provider may take to say what it is or to be made
 */
public record Surroundings(
    Map<String, String> environment,
    Map<String, String> systemProperties,
    Optional<Path> configFile,
    Path namespaceFile,
    Duration patience) {
  /** eda-api.md §5: the Go operator's default, unless its manifest set the pod's namespace. */
  private static final String DEFAULT_NAMESPACE = "cloudkit-computeinstance";

  public Surroundings {
    environment = Map.copyOf(environment);
    systemProperties = Map.copyOf(systemProperties);
  }

  /** Environment variables alone. */
  public Surroundings(Map<String, String> environment, Path namespaceFile) {
    this(environment, Map.of(), Optional.empty(), namespaceFile, PatientCall.PATIENCE);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name, "")));
    return new Surroundings(
        System.getenv(),
        properties,
        Optional.empty(),
        Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace"),
        PatientCall.PATIENCE);
  }

  /** The same, with the properties file that the command line names, if it names one. */
  public Surroundings withConfigFile(Optional<Path> file) {
    return new Surroundings(environment, systemProperties, file, namespaceFile, patience);
  }

  /** The same, with those system properties. */
  public Surroundings withSystemProperties(Map<String, String> properties) {
    return new Surroundings(environment, properties, configFile, namespaceFile, patience);
  }

  /** The same, with more or less patience. */
  public Surroundings withPatience(Duration time) {
    return new Surroundings(environment, systemProperties, configFile, namespaceFile, time);
  }

  /** The pod's namespace; outside a pod the Go operator's default. */
  String ownNamespace() {
    try {
      String name = Files.readString(namespaceFile).strip();
      return Limit.DNS_LABEL.problemWith(name).isEmpty() ? name : DEFAULT_NAMESPACE;
    } catch (IOException notInAPod) {
      return DEFAULT_NAMESPACE;
    }
  }
}
