package io.cloudkit.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.OperatorProcess;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.kubernetes.ApiVerb;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person starts it, where something is amiss. */
class StartIT {
  @TempDir Path folder;

  @Test
  void aFileThatIsNoKubeconfigIsNamedAndNotShown() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "s3cret:x:0:0:root\n");

    try (OperatorProcess operator = operator(file)) {
      operator.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> operator.exitCode().isPresent());

      assertThat(operator.exitCode()).hasValue(CommandLineInterface.USAGE);
      assertThat(operator.tail(100))
          .contains("KUBECONFIG", file.toString())
          .doesNotContain("s3cret");
    }
  }

  @Test
  void saysAtOnceThatNothingListensAndStopsWhenToldTo() throws Exception {
    Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(freePort()));

    OperatorProcess operator = operator(file);
    try (operator) {
      operator.start();
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> operator.tail(100).contains("refuses the connection"));
    }
    assertThat(operator.exitCode()).as("137 is killed").hasValue(143);
    assertThat(operator.tail(1)).contains("stopping: nothing more is launched from here");
  }

  @Test
  void endsAtOnceWhileItWaitsForAnAnswerThatDoesNotCome() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(silent));
      OperatorProcess operator = operator(file);
      operator.start();
      try (Socket asked = silent.accept()) {
        assertThat(asked.isConnected()).isTrue();
        long begin = System.nanoTime();
        operator.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
            .as("the question itself takes 10 s")
            .isLessThan(Duration.ofSeconds(5));
      }
      assertThat(operator.exitCode()).as("137 is killed").hasValue(143);
      assertThat(operator.tail(100)).contains("stopping: nothing more").doesNotContain("failed:");
    }
  }

  @Test
  void endsWithTheProcessThatStartedItIfThatWantsItSo() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Path file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(silent));
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", "\"$@\" & echo $!; wait", "sh")
              .redirectError(folder.resolve("log").toFile());
      builder
          .command()
          .addAll(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-D" + ParentWatch.PROPERTY + "=true",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.cloudkit.operator.Main",
                  "run"));
      // what the tests are told by the environment is no setting of the operator
      builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDKIT_"));
      builder.environment().putAll(environment(file));
      silent.setSoTimeout(Math.toIntExact(Duration.ofSeconds(20).toMillis()));
      Process parent = builder.start();
      long pid = Long.parseLong(parent.inputReader().readLine());
      ProcessHandle operator = ProcessHandle.of(pid).orElseThrow();
      try (Socket asked = silent.accept()) {
        assertThat(asked.isConnected()).isTrue();
        parent.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(10)).until(() -> !operator.isAlive());
      } finally {
        operator.destroyForcibly();
      }
    }
  }

  @Test
  void saysThatTheClusterHasNoSuchKind() throws Exception {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start()) {
      Path file = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
      try (OperatorProcess operator = operator(file)) {
        operator.start();
        await()
            .atMost(Duration.ofSeconds(15))
            .until(() -> operator.tail(100).contains("trying on for"));
        assertThat(operator.tail(100))
            .contains(
                "answers 404: the cluster has no computeinstances.cloudkit.openshift.io. Run"
                    + " kubectl apply -f deploy/crd/")
            .doesNotContain("⏎ at ");
      }
    }
  }

  @Test
  void saysAllThatKeepsItFromItsWorkAndIsReadyWhenItIsMended() throws Exception {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        FakeAap aap = FakeAap.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build()) {
      Instances.prepare(client);
      Map<String, String> environment =
          environment(Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig()));
      environment.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", "nowhere");
      environment.put("CLOUDKIT_AAP_URL", aap.apiUrl());
      environment.put("CLOUDKIT_AAP_TOKEN", "not-the-token");
      environment.put("CLOUDKIT_LEADER_ELECTION_RETRY_PERIOD", "500ms");
      try (OperatorProcess operator =
          new OperatorProcess(environment, List.of(), folder.resolve("log"))) {
        operator.start();
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(operator.tail(100))
                        .contains("looking after ComputeInstances in nowhere")
                        .containsPattern("WARN .*namespace nowhere is not there")
                        .containsPattern(
                            "WARN .*provider aap: url: .*401.*token of provider aap; check CLOUDKIT_AAP_TOKEN *\\R")
                        .containsPattern("WARN .*lease nowhere/cloudkit-operator can not be"));
        String notReady = readyz(operator);
        assertThat(notReady)
            .startsWith("not ready\n[+] started: ok\n[+] kubernetes: ok\n[-] lease: ")
            .contains("namespaces \"nowhere\" not found", "[!] provider aap: url: ");

        await().until(() -> api.count(ApiVerb.CREATE, "leases") >= 3);
        api.createNamespace("nowhere");

        await().atMost(Duration.ofSeconds(20)).until(() -> readyz(operator).startsWith("ready\n"));
        assertThat(operator.tail(100).lines().filter(each -> each.contains("can not be read")))
            .as("one line a minute, however often it was tried")
            .hasSize(1);
        assertThat(operator.tail(100)).doesNotContain("⏎ at ").contains("can be used again");
      }
    }
  }

  private static String readyz(OperatorProcess operator) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://" + operator.address().orElseThrow() + "/readyz"))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private OperatorProcess operator(Path kubeconfig) {
    return new OperatorProcess(environment(kubeconfig), List.of(), folder.resolve("log"));
  }

  private static Map<String, String> environment(Path kubeconfig) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("CLOUDKIT_AAP_URL", "http://127.0.0.1:1");
    environment.put("CLOUDKIT_AAP_TOKEN", "token");
    environment.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", "create");
    environment.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", "delete");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    return environment;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String kubeconfig(ServerSocket socket) {
    return kubeconfig(socket.getLocalPort());
  }

  private static String kubeconfig(int port) {
    return """
    clusters: [{name: there, cluster: {server: "http://127.0.0.1:%d"}}]
    contexts: [{name: work, context: {cluster: there, user: me}}]
    users: [{name: me, user: {}}]
    current-context: work
    """
        .formatted(port);
  }
}
