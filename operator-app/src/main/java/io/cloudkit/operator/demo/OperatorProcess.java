package io.cloudkit.operator.demo;

import io.cloudkit.operator.cli.ParentWatch;
import io.cloudkit.operator.distribution.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator as a process of its own, so that it can be killed as the kernel kills. Thread-safe.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final String STARTED = "started";
  private static final Pattern SERVING = Pattern.compile("serving .* and /metrics on (\\S+)");
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private final Map<String, String> environment;
  private final List<String> jvmFlags;
  private final Path log;
  private Optional<Process> process = Optional.empty();
  private long startsBefore;
  private boolean closed;

  /**
   * An operator that is not started yet.
   *
   * @param environment its whole configuration
   * @param log where its output goes, appended over restarts
   */
  public OperatorProcess(Map<String, String> environment, List<String> jvmFlags, Path log) {
    this.environment = Map.copyOf(environment);
    this.jvmFlags = List.copyOf(jvmFlags);
    this.log = log;
  }

  /**
   * Starts it, on the class path of this process and with the provider folders of its distribution.
   *
   * @throws IllegalStateException if it is closed
   */
  public synchronized void start() throws IOException {
    if (closed) {
      throw new IllegalStateException("the operator is stopped for good");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-D" + ParentWatch.PROPERTY + "=true");
    Distribution.ofProcess().map(Distribution::jvmFlag).ifPresent(command::add);
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.cloudkit.operator.Main");
    command.add("run");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(OperatorProcess::isOurs);
    builder.environment().putAll(environment);
    startsBefore = startsInLog();
    process = Optional.of(builder.start());
  }

  /** Ends it at once, as {@code kill -9} does. */
  public synchronized void kill() throws InterruptedException {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor();
    }
  }

  /** Ends it for good, in order, and by force if that takes too long. */
  @Override
  public synchronized void close() {
    closed = true;
    if (process.isPresent()) {
      process.get().destroy();
      try {
        if (!process.get().waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          kill();
        }
      } catch (InterruptedException interrupt) {
        process.get().destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Whether it says that it has started.
   *
   * @throws IllegalStateException if it has ended instead; the message has its last words
   */
  public synchronized boolean hasStarted() throws IOException {
    if (process.isPresent() && !process.get().isAlive()) {
      throw new IllegalStateException(
          "the operator ended with code " + process.get().exitValue() + ":\n" + tail(30));
    }
    return startsInLog() > startsBefore;
  }

  private long startsInLog() throws IOException {
    return lines().stream().filter(line -> line.strip().endsWith(STARTED)).count();
  }

  private List<String> lines() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** How it ended; empty while it runs, and before its start. */
  public synchronized OptionalInt exitCode() {
    return process.filter(each -> !each.isAlive()).stream()
        .mapToInt(Process::exitValue)
        .findFirst();
  }

  /** Where it serves health and metrics, host and port, by its log; empty if it does not yet. */
  public Optional<String> address() throws IOException {
    Optional<String> newest = Optional.empty();
    for (String line : lines()) {
      Matcher address = SERVING.matcher(line);
      if (address.find()) {
        newest = Optional.of(address.group(1));
      }
    }
    return newest;
  }

  public synchronized long pid() {
    return process.map(Process::pid).orElse(-1L);
  }

  /** The last lines of its output. */
  public String tail(int lines) throws IOException {
    List<String> all = lines();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith("CLOUDKIT_") || variable.startsWith("OSAC_");
  }
}
