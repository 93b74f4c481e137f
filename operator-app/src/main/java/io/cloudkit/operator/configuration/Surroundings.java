package io.cloudkit.operator.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the configuration comes from.
 *
 * @param environment all environment variables of the process
 * @param namespaceFile where a pod finds the name of its namespace; need not exist
 */
public record Surroundings(Map<String, String> environment, Path namespaceFile) {
  /** eda-api.md §5: the Go operator's default, unless its manifest set the pod's namespace. */
  private static final String DEFAULT_NAMESPACE = "cloudkit-computeinstance";

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(), Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace"));
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
