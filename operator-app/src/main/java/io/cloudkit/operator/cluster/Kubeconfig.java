package io.cloudkit.operator.cluster;

import io.cloudkit.operator.configuration.ConfigurationException;
import io.cloudkit.operator.configuration.Problem;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which cluster is meant, from what kubectl reads, too: the files that {@code KUBECONFIG}
 * names, else {@code ~/.kube/config}, else the service account of the pod. The client alone would
 * overlook a file that is not there and ask a cluster that nobody meant, and would show the whole
 * text of a file that is no kubeconfig.
 */
public final class Kubeconfig {
  private static final String VARIABLE = "KUBECONFIG";
  private static final String ADDRESS = "KUBERNETES_MASTER";
  private static final String WHAT =
      "expected a kubeconfig: YAML with clusters, users, contexts and a current-context";
  private static final String HIDDEN = "is set (not shown)";
  private static final int LONGEST_PATH = 255;

  private final Map<String, String> environment;
  private final Supplier<Config> client;

  /**
   * Nothing is read yet.
   *
   * @param environment all variables of the process
   * @param client what the client makes of the same surroundings; asked once
   */
  public Kubeconfig(Map<String, String> environment, Supplier<Config> client) {
    this.environment = Map.copyOf(environment);
    this.client = client;
  }

  /** That of this process. */
  public static Kubeconfig ofProcess() {
    @Nullable String currentContext = null;
    return new Kubeconfig(System.getenv(), () -> Config.autoConfigure(currentContext));
  }

  /**
   * Reads it; no cluster is asked.
   *
   * @throws ConfigurationException if a file is named that is no kubeconfig, or nothing says which
   *     cluster is meant; names the file, never what is in it
   */
  public Cluster read() {
    List<Path> files = files();
    Config config = parsed(files);
    Optional<NamedContext> context = Optional.ofNullable(config.getCurrentContext());
    if (!setting(ADDRESS).isEmpty()) {
      return new Cluster(config, ADDRESS);
    }
    if (files.isEmpty() && isUnknown(config)) {
      throw refused(
          "is not set",
          "expected the path of a kubeconfig: there is no "
              + standardFile()
              + ", and this is no pod of a cluster");
    }
    if (files.isEmpty()) {
      return new Cluster(config, "the service account of the pod");
    }
    if (context.isEmpty() || isUnknown(config)) {
      throw refused(
          found(),
          WHAT + "; " + names(files) + " has no current-context, or names none of its clusters");
    }
    return new Cluster(config, "context \"" + context.get().getName() + "\" of " + names(files));
  }

  private Config parsed(List<Path> files) {
    try {
      return client.get();
    } catch (RuntimeException unreadable) {
      // its message quotes the file; so do those of its causes
      throw refused(found(), WHAT + "; " + names(files) + " can not be read as one");
    }
  }

  /** Those that are there, all of them readable. */
  private List<Path> files() {
    String named = setting(VARIABLE);
    if (named.isEmpty()) {
      return Stream.of(standardFile()).filter(Files::exists).toList();
    }
    if (named.codePoints().anyMatch(Character::isISOControl)) {
      throw refused(HIDDEN, "expected the path of a kubeconfig, not its text");
    }
    List<Path> files = new ArrayList<>();
    for (String each : named.split(File.pathSeparator, -1)) {
      Path file = path(each);
      if (!each.isEmpty() && Files.exists(file)) {
        files.add(file);
      }
    }
    if (files.isEmpty()) {
      throw refused(found(), "expected a readable kubeconfig; this one does not exist");
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw refused(
            found(),
            "expected a readable kubeconfig; "
                + file
                + (Files.isRegularFile(file)
                    ? " may not be read by this user"
                    : " is not a regular file"));
      }
    }
    return files;
  }

  private Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException noPath) {
      throw refused(found(), "expected the path of a kubeconfig; this one is not a path");
    }
  }

  private Path standardFile() {
    String home = setting("HOME");
    return Path.of(home.isEmpty() ? System.getProperty("user.home", ".") : home, ".kube", "config");
  }

  /** Whoever pasted the kubeconfig itself here does not want to read it in a log. */
  private String found() {
    String value = setting(VARIABLE);
    if (value.isEmpty()) {
      return "is not set";
    }
    return value.length() <= LONGEST_PATH ? "is \"" + value + "\"" : HIDDEN;
  }

  private String setting(String variable) {
    return environment.getOrDefault(variable, "");
  }

  private static boolean isUnknown(Config config) {
    return config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL);
  }

  private static String names(List<Path> files) {
    return String.join(", ", files.stream().map(Path::toString).toList());
  }

  private static ConfigurationException refused(String found, String expected) {
    return ConfigurationException.of(new Problem(VARIABLE, found, expected));
  }
}
