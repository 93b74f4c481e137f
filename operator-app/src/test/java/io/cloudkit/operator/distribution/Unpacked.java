package io.cloudkit.operator.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive of this build, unpacked, and its launcher as a person starts it. */
record Unpacked(Path home, Map<String, String> environment) {
  /** Names the file; the build sets it, since archives of other versions may lie beside it. */
  private static final String ARCHIVE = "archive.under.test";

  private static final String ENDING = ".tar.gz";
  private static final long PATIENCE_SECONDS = 240;

  /** How a process ended. */
  record Ended(int code, String output) {}

  /** Unpacks it, with the java of this process in JAVA_HOME and nothing of our settings. */
  static Unpacked into(Path folder) throws IOException, InterruptedException {
    Path archive = archive();
    Path log = folder.resolve("tar.log");
    Process tar =
        new ProcessBuilder("tar", "xzf", archive.toString(), "-C", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (tar.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    return new Unpacked(
        folder.resolve(archive.getFileName().toString().replace(ENDING, "")),
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin")));
  }

  private static Path archive() {
    Path archive = Path.of(System.getProperty(ARCHIVE, "(not set)"));
    if (!Files.isRegularFile(archive)) {
      throw new IllegalStateException(
          ARCHIVE + ": expected the distribution, found none at " + archive + ": ./mvnw package");
    }
    return archive;
  }

  Path path(String relative) {
    return home.resolve(relative);
  }

  /** The names of the files in a folder, sorted. */
  List<String> list(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder, e);
    }
  }

  /** The same with other variables; an empty value takes one away. */
  Unpacked with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    all.values().removeIf(String::isEmpty);
    return new Unpacked(home, all);
  }

  /** Starts the launcher by that name. */
  Process start(Path launcher, Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(output.toAbsolutePath().getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs the launcher to its end. */
  Ended run(String... arguments) throws IOException, InterruptedException {
    return runAs(path("bin/cloudkit-operator"), arguments);
  }

  Ended runAs(Path launcher, String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("launcher", ".log");
    Process process = start(launcher, output, arguments);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end: " + Files.readString(output));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
