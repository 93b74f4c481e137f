package io.cloudkit.operator.kills;

import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.OperatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One operator process, all whose requests pass gates of its own. */
final class GatedOperator implements AutoCloseable {
  /** Those of the distribution, and little memory: several run side by side. */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m", "-Xmx128m");

  private static final Duration START = Duration.ofMinutes(3);

  private final String identity;
  private final Gate<GatedOperator> kubernetes;
  private final Gate<GatedOperator> aap;
  private final OperatorProcess process;

  private GatedOperator(KillWorld world, String identity, Path folder, Map<String, String> settings)
      throws IOException {
    this.identity = identity;
    this.kubernetes = new Gate<>(this, world::connectToKubernetes);
    this.aap = new Gate<>(this, world::connectToAap);
    Path kubeconfig =
        Files.writeString(
            folder.resolve(identity + ".kubeconfig"), KillWorld.kubeconfig(kubernetes.url()));
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("HOSTNAME", identity);
    environment.put("CLOUDKIT_AAP_URL", aap.url() + "/api/v2");
    this.process = new OperatorProcess(environment, FLAGS, folder.resolve(identity + ".log"));
  }

  /**
   * Starts one, and does not wait for it.
   *
   * @param identity its name, and the beginning of what it writes into a lease
   * @param folder for its kubeconfig and its log
   * @param settings all but where its servers are
   */
  static GatedOperator start(
      KillWorld world, String identity, Path folder, Map<String, String> settings)
      throws IOException {
    GatedOperator operator = new GatedOperator(world, identity, folder, settings);
    operator.process.start();
    return operator;
  }

  String identity() {
    return identity;
  }

  /** Waits until it has started; one that gave up, on a busy machine, is started again. */
  void awaitStarted() {
    await(identity + " has started")
        .atMost(START)
        .until(
            () -> {
              if (process.exitCode().isPresent()) {
                process.start();
              }
              return process.hasStarted();
            });
  }

  void lay(Trap<GatedOperator> trap) {
    kubernetes.lay(trap);
    aap.lay(trap);
  }

  /** Ends it as the kernel does; what its gates hold stays held. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Stops all its threads wherever they are. */
  void stop() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets a stopped one go on. */
  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process sent =
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).inheritIO().start();
    if (sent.waitFor() != 0) {
      throw new IOException(identity + ": SIG" + name + " could not be sent");
    }
  }

  /** Kills it if it runs; a stopped one would not obey another signal. */
  @Override
  public void close() {
    try {
      process.kill();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    kubernetes.close();
    aap.close();
  }
}
