package io.cloudkit.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.OperatorProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person starts it, on a cluster that is not there. */
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

  private OperatorProcess operator(Path kubeconfig) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("CLOUDKIT_AAP_URL", "http://127.0.0.1:1");
    environment.put("CLOUDKIT_AAP_TOKEN", "token");
    environment.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", "create");
    environment.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", "delete");
    environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    environment.put("CLOUDKIT_HTTP_PORT", "0");
    return new OperatorProcess(environment, List.of(), folder.resolve("log"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
