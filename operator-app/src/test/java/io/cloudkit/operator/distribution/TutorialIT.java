package io.cloudkit.operator.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The last step of docs/tutorial.md, word by word: what it says for each terminal is run in a shell
 * of its own, with the unpacked archive, kubectl and a real kube-apiserver. That the jar is what
 * the steps before it make is seen to by .ci/tutorial.sh.
 */
@Timeout(480)
class TutorialIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @TempDir Path folder;
  private final List<Process> terminals = new ArrayList<>();

  @AfterEach
  void closeTheTerminals() throws InterruptedException {
    for (Process terminal : terminals) {
      List<ProcessHandle> all =
          Stream.concat(terminal.descendants(), Stream.of(terminal.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      terminal.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void theJarOfTheTutorialMakesAResourceReadyAndTakesItAway() throws Exception {
    Path kubectl = kubectl();
    Unpacked unpacked = Unpacked.into(folder);
    Path own = Files.createDirectory(folder.resolve("orders-provider"));
    build(own);
    try (RealKubernetesApi kubernetes = RealKubernetesApi.start()) {
      Map<String, String> environment = new HashMap<>(unpacked.environment());
      environment.merge("PATH", kubectl.getParent() + ":", (path, more) -> more + path);
      environment.put("CLOUDKIT_HOME", unpacked.home().toString());
      environment.put(
          "KUBECONFIG",
          Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig()).toString());
      // other tests may have its port
      environment.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
      environment.put("CLOUDKIT_HTTP_PORT", "0");

      Path operator = log("operator");
      Process first = terminal(own, environment, operator, step("list") + step("operator"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> !first.isAlive() || said(operator).anyMatch(each -> each.endsWith("started")));
      assertThat(first.isAlive()).as(Files.readString(operator)).isTrue();
      assertThat(Files.readString(operator))
          .contains("type orders", unpacked.path("providers/orders").toString());

      terminal(own, environment, log("worker"), step("worker"));
      Path asked = log("asked");
      Process third = terminal(own, environment, asked, step("ask"));
      assertThat(third.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("%s%n%s", Files.readString(asked), Files.readString(operator))
          .isTrue();
      assertThat(third.exitValue()).as(Files.readString(asked)).isZero();
    }
    assertThat(files(own.resolve("orders")))
        .as("two orders, two .done")
        .hasSize(4)
        .satisfiesOnlyOnce(each -> assertThat(each).matches("Provision-.*\\.order"))
        .satisfiesOnlyOnce(each -> assertThat(each).matches("Provision-.*\\.done"))
        .satisfiesOnlyOnce(each -> assertThat(each).matches("Deprovision-.*\\.order"))
        .satisfiesOnlyOnce(each -> assertThat(each).matches("Deprovision-.*\\.done"));
  }

  private static Path kubectl() {
    boolean required = "true".equals(System.getenv("CLOUDKIT_REQUIRE_KUBE_APISERVER"));
    Path kubectl =
        RealKubernetesApi.binaries()
            .map(binaries -> binaries.resolve("k8s/1.34.1-linux-amd64/kubectl"))
            .orElse(Path.of("kubectl"));
    String toRunIt = "to run it: export KUBE_API_TEST_DIR=$(.ci/kube-apiserver.sh)";
    if (!Files.isExecutable(kubectl) && !required) {
      String skipped = "SKIPPED: the last step of the tutorial, with a real kubectl; " + toRunIt;
      System.err.println("\n" + "*".repeat(100) + "\n" + skipped + "\n" + "*".repeat(100) + "\n");
      Assumptions.abort(skipped);
    }
    assertThat(kubectl).as(toRunIt).isExecutable();
    return kubectl;
  }

  /** What {@code mvn package} leaves in the reader's folder. */
  private static void build(Path own) throws IOException {
    Path sources = ROOT.resolve("examples/tutorial-provider/src/main");
    Path classes = own.resolve("target/classes");
    List<String> javac =
        new ArrayList<>(
            List.of("--release", "17", "-cp", System.getProperty("java.class.path"), "-d"));
    javac.add(classes.toString());
    try (Stream<Path> files = Files.walk(sources.resolve("java"))) {
      files.map(Path::toString).filter(each -> each.endsWith(".java")).forEach(javac::add);
    }
    tool("javac", javac);
    String jar = own.resolve("target/orders-provider-1.0.0.jar").toString();
    String resources = sources.resolve("resources").toString();
    tool("jar", List.of("cf", jar, "-C", classes.toString(), ".", "-C", resources, "."));
  }

  private static void tool(String name, List<String> arguments) {
    ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
    assertThat(tool.run(System.out, System.err, arguments.toArray(String[]::new)))
        .as(name)
        .isZero();
  }

  /** The block after {@code <!-- play: NAME -->}. */
  private static String step(String name) throws IOException {
    Matcher block =
        Pattern.compile("<!-- play: " + name + " -->\n```sh\n(.*?)```\n", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/tutorial.md")));
    assertThat(block.find()).as("docs/tutorial.md: a block after <!-- play: %s -->", name).isTrue();
    return block.group(1);
  }

  private Process terminal(Path own, Map<String, String> environment, Path output, String text)
      throws IOException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euc", text)
            .directory(own.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    shell.environment().clear();
    shell.environment().putAll(environment);
    Process terminal = shell.start();
    terminals.add(terminal);
    return terminal;
  }

  /** Kept: who looks for the cause of a failure begins there. */
  private static Path log(String name) throws IOException {
    Path log = Path.of("target", "TutorialIT-" + name + ".log").toAbsolutePath();
    return Files.writeString(log, "");
  }

  private static Stream<String> said(Path log) throws IOException {
    return Files.readString(log).lines().map(String::strip);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }
}
