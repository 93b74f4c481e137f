package io.cloudkit.testkit.aap.scenario;

import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.FakeAapBuilder;
import io.cloudkit.testkit.http.SelfSigned;
import io.cloudkit.testkit.yaml.YamlException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fake-aap}: a simulated AAP as a program of its own. */
@Command(
    name = "fake-aap",
    mixinStandardHelpOptions = true,
    description = "A simulated AAP (or AWX) over HTTP, until it is stopped.",
    footer = {"", "The fields of a scenario, and the faults: docs/fake-aap.md"})
public final class FakeAapCommand implements Callable<Integer> {
  /** What the program does while the fake is up; it ends when this returns. */
  @FunctionalInterface
  public interface Stay {
    void whileUp(FakeAap aap) throws InterruptedException;
  }

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8052",
      description = "where to listen; 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "localhost",
      description =
          "the address to listen on; whoever reaches it can read the ledger and set faults without"
              + " a token (default: ${DEFAULT-VALUE})")
  private String bind = "localhost";

  @Option(
      names = "--scenario",
      paramLabel = "FILE.yaml",
      description = "what is on the server, and what goes wrong; nothing without")
  private @Nullable Path scenario;

  @Option(
      names = "--tls",
      paramLabel = "FILE.pem",
      description = "speak TLS as localhost, and write the certificate there for clients to trust")
  private @Nullable Path certificate;

  @Spec private @Nullable CommandSpec spec;

  private final Stay stay;

  public FakeAapCommand(Stay stay) {
    this.stay = stay;
  }

  /**
   * Runs the command.
   *
   * @return 0 when it was stopped, 1 if it could not listen or write, 2 for a usage or a scenario
   *     that is wrong
   */
  public static int run(Stay stay, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new FakeAapCommand(stay))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> {
              command.getErr().println(thrown.getMessage());
              command.getErr().flush();
              return thrown instanceof YamlException ? 2 : 1;
            })
        .execute(arguments);
  }

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(aap -> Thread.currentThread().join(), out, err, arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = commandLine().getOut();
    Optional<Path> file = Optional.ofNullable(scenario);
    Scenario read =
        file.isPresent()
            ? Scenario.read(file.get().toString(), text(file.get()))
            : Scenario.empty();
    FakeAapBuilder builder = FakeAap.builder().listen(address());
    if (certificate != null) {
      SelfSigned identity = SelfSigned.forLocalhost();
      Files.writeString(certificate, identity.certificate());
      builder.tls(identity.context());
    }
    try (FakeAap aap = start(read, builder)) {
      tell(aap, out);
      stay.whileUp(aap);
    }
    return 0;
  }

  private static FakeAap start(Scenario scenario, FakeAapBuilder builder) throws IOException {
    try {
      return scenario.start(builder);
    } catch (UncheckedIOException taken) {
      throw new IOException(taken.getMessage() + ": choose another --port", taken);
    }
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

  private String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw wrong("--scenario", "a file that is there", file.toString());
    } catch (IOException e) {
      throw wrong("--scenario", "a readable file in UTF-8", file + " (" + e.getMessage() + ")");
    }
  }

  private InetSocketAddress address() {
    if (port < 0 || port > 65_535) {
      throw wrong("--port", "0 to 65535", Integer.toString(port));
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(bind), port);
    } catch (UnknownHostException e) {
      throw wrong("--bind", "an address of this machine", bind);
    }
  }

  private ParameterException wrong(String option, String expected, String found) {
    return new ParameterException(
        commandLine(), option + ": expected " + expected + ", found " + found);
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec).commandLine();
  }
}
