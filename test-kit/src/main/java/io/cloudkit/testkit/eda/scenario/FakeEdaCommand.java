package io.cloudkit.testkit.eda.scenario;

import io.cloudkit.testkit.eda.FakeEda;
import io.cloudkit.testkit.eda.FakeEdaBuilder;
import io.cloudkit.testkit.program.ServerOptions;
import io.cloudkit.testkit.program.Stay;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fake-eda}: a simulated EDA as a program of its own. */
@Command(
    name = "fake-eda",
    mixinStandardHelpOptions = true,
    description =
        "A simulated Event-Driven Ansible, whose playbooks work on a Kubernetes API, until it is"
            + " stopped.",
    footer = {"", "The fields of a scenario, and the faults: docs/fake-eda.md"})
public final class FakeEdaCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 5000; // of the origin's rulebook: eda-api.md §1

  @Mixin private final ServerOptions options = new ServerOptions(USUAL_PORT);

  /** Never guessed: what stands there is changed. */
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      required = true,
      description = "the API on which playbooks work, by the current context and its rights")
  private Path kubeconfig = Path.of("");

  private final Stay<FakeEda> stay;

  public FakeEdaCommand(Stay<FakeEda> stay) {
    this.stay = stay;
  }

  /** Runs the command; exit codes as of {@link ServerOptions#run}. */
  public static int run(Stay<FakeEda> stay, PrintWriter out, PrintWriter err, String... arguments) {
    return ServerOptions.run(new FakeEdaCommand(stay), out, err, arguments);
  }

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Stay.untilStopped(), out, err, arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Scenario read = options.scenario(Scenario::read);
    String access = options.text("--kubeconfig", kubeconfig);
    String api = apiOf(access);
    FakeEdaBuilder builder = FakeEda.builder(access).listen(options.address());
    options.identity().ifPresent(builder::tls);
    try (FakeEda eda = ServerOptions.start(() -> read.start(builder))) {
      tell(eda, api, options.out());
      stay.whileUp(eda);
    }
    return 0;
  }

  /** The address of the API. What is wrong in the file may be a secret, and is not shown. */
  private String apiOf(String access) {
    try {
      Config config = Config.fromKubeconfig(access);
      if (config.getCurrentContext() != null) {
        return config.getMasterUrl();
      }
    } catch (RuntimeException unreadable) {
      // told below
    }
    throw options.wrong(
        "--kubeconfig", "a kubeconfig with a current context", kubeconfig + ", which has none");
  }

  private static void tell(FakeEda eda, String api, PrintWriter out) {
    out.println("EDA         " + eda.url());
    eda.endpoints()
        .forEach(
            endpoint ->
                out.println("rule        %-24s %s".formatted(endpoint, eda.urlOf(endpoint))));
    out.println("Kubernetes  " + api);
    out.println("ledger      " + eda.url() + "/__ledger   jobs: " + eda.url() + "/__jobs");
    out.println("faults      " + eda.url() + "/__faults");
    out.flush();
  }
}
