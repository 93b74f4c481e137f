package io.cloudkit.operator.distribution;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The unpacked archive that this process was started from. A process that runs from a checkout has
 * none, and its providers are on its class path.
 *
 * @param home the folder that has {@code bin}, {@code lib} and {@code providers}
 */
public record Distribution(Path home) {
  /** The system property by which the launcher tells where it is. */
  public static final String PROPERTY = "cloudkit.home";

  /** The one of this process, if its launcher named one. */
  public static Optional<Distribution> ofProcess() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(home -> !home.isBlank())
        .map(home -> new Distribution(Path.of(home)));
  }

  /** A folder for each provider. */
  public Path providers() {
    return home.resolve("providers");
  }

  /** The simulated backends, which the launcher puts on the class path of the demo alone. */
  public Path demo() {
    return home.resolve("demo");
  }

  /** How a process of the same distribution is told where it is. */
  public String jvmFlag() {
    return "-D" + PROPERTY + "=" + home;
  }
}
