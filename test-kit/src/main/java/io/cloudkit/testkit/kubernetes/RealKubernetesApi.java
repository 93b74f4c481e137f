package io.cloudkit.testkit.kubernetes;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real kube-apiserver with its etcd, as processes of their own. Their binaries lie in the folder
 * that {@code KUBE_API_TEST_DIR} names, or in {@code ~/.kubeapitest} (real-kube-api.md §2).
 */
public final class RealKubernetesApi implements KubernetesApi {
  private static final String VERSION = "1.34.1";
  private static final int ATTEMPTS = 3;
  private static final Pattern SERVER = Pattern.compile("server: \"?https://[^:]+:([0-9]+)\"?");

  private final KubeAPIServer server;
  private final TcpGate gate;
  private final String kubeconfig;

  private RealKubernetesApi(KubeAPIServer server, String direct, int port) {
    this.server = server;
    this.gate = new TcpGate(port);
    this.kubeconfig = direct.replace(":" + port, ":" + gate.port());
  }

  /** The folder of the binaries, if they are there. */
  public static Optional<Path> binaries() {
    String named = System.getenv("KUBE_API_TEST_DIR");
    Path folder =
        named == null || named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".kubeapitest")
            : Path.of(named);
    Path binary = folder.resolve("k8s").resolve(VERSION + "-linux-amd64").resolve("kube-apiserver");
    return Files.isExecutable(binary) ? Optional.of(folder) : Optional.empty();
  }

  /**
   * Starts one; takes some seconds.
   *
   * @throws IllegalStateException if the binaries are not there; the message says how to get them
   */
  public static RealKubernetesApi start() {
    Path folder =
        binaries()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a real kube-apiserver: expected the folder of its binaries in"
                            + " KUBE_API_TEST_DIR, found none; build them by"
                            + " export KUBE_API_TEST_DIR=$(.ci/kube-apiserver.sh)"));
    KubeAPIServer server = started(folder);
    String kubeconfig = server.getKubeConfigYaml();
    Matcher address = SERVER.matcher(kubeconfig);
    if (!address.find()) {
      server.stop();
      throw new IllegalStateException("kubeconfig: expected a server with a port, found none");
    }
    return new RealKubernetesApi(server, kubeconfig, Integer.parseInt(address.group(1)));
  }

  /** Its ports are chosen before they are bound: another process can take one in between. */
  private static KubeAPIServer started(Path folder) {
    for (int attempt = 1; ; attempt++) {
      KubeAPIServer server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withOfflineMode(true)
                  .withApiServerVersion(VERSION)
                  .withTestDir(folder.toString())
                  .withUpdateKubeConfig(false)
                  .build());
      try {
        server.start();
        return server;
      } catch (KubeAPITestException failed) {
        server.stop();
        if (attempt == ATTEMPTS) {
          throw failed;
        }
      }
    }
  }

  @Override
  public String url() {
    return "https://127.0.0.1:" + gate.port();
  }

  @Override
  public String kubeconfig() {
    return kubeconfig;
  }

  @Override
  public void goDown() {
    gate.shut();
  }

  @Override
  public void comeUp() {
    gate.reopen();
  }

  @Override
  public void close() {
    gate.close();
    server.stop();
  }
}
