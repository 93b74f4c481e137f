package io.cloudkit.operator.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one demo. They go when it ends, unless a person may want to look at them.
 * Thread-safe.
 */
final class DemoFolder implements AutoCloseable {
  private final Path folder;
  private volatile boolean kept;

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  static DemoFolder create() throws IOException {
    return new DemoFolder(Files.createTempDirectory("cloudkit-demo-"));
  }

  Path path() {
    return folder;
  }

  Path operatorLog() {
    return folder.resolve("operator.log");
  }

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** From now on it outlives the demo. */
  void keep() {
    kept = true;
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    if (kept || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException stuck) {
      throw new UncheckedIOException(folder + " could not be removed", stuck);
    }
  }
}
