package io.cloudkit.testkit.aap.scenario;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.FakeAapBuilder;
import io.cloudkit.testkit.program.ServerOptions;
import io.cloudkit.testkit.program.Stay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fake-aap}: a simulated AAP as a program of its own. */
@Command(
    name = "fake-aap",
    mixinStandardHelpOptions = true,
    description = "A simulated AAP (or AWX) over HTTP, until it is stopped.",
    footer = {"", "The fields of a scenario, and the faults: docs/fake-aap.md"})
public final class FakeAapCommand implements Callable<Integer> {
  private static final int USUAL_PORT = 8052; // of AWX

  @Mixin private final ServerOptions options = new ServerOptions(USUAL_PORT);

  private final Stay<FakeAap> stay;

  public FakeAapCommand(Stay<FakeAap> stay) {
    this.stay = stay;
  }

  /** Runs the command; exit codes as of {@link ServerOptions#run}. */
  public static int run(Stay<FakeAap> stay, PrintWriter out, PrintWriter err, String... arguments) {
    return ServerOptions.run(new FakeAapCommand(stay), out, err, arguments);
  }

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Stay.untilStopped(), out, err, arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Scenario read = options.scenario(Scenario::read);
    FakeAapBuilder builder = FakeAap.builder().listen(options.address());
    options.identity().ifPresent(builder::tls);
    try (FakeAap aap = ServerOptions.start(() -> read.start(builder))) {
      tell(aap, options.out());
      stay.whileUp(aap);
    }
    return 0;
  }

  private static void tell(FakeAap aap, PrintWriter out) {
    out.println("AAP         " + aap.apiUrl());
    out.println("gateway     " + aap.gatewayUrl());
    out.println("token       " + aap.token() + "  (of " + aap.user().name() + ")");
    aap.controller()
        .templates()
        .forEach(
            template ->
                out.println(
                    "template    "
                        + template.id()
                        + "  "
                        + template.kind().type()
                        + "  "
                        + template.name()));
    out.println("ledger      " + aap.url() + "/__ledger   jobs: " + aap.url() + "/__jobs");
    out.println("faults      " + aap.url() + "/__faults");
    out.flush();
  }
}
