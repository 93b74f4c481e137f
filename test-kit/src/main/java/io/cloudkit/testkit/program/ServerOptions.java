package io.cloudkit.testkit.program;

import io.cloudkit.testkit.http.SelfSigned;
import io.cloudkit.testkit.yaml.YamlException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a server listens, and what is on it: a mixin of each program's command. */
public final class ServerOptions {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "where to listen; 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "the address to listen on; whoever reaches it can read the ledger and set faults without"
              + " a token (default: ${DEFAULT-VALUE})")
  private String bind = "localhost";

  @Option(
      names = "--scenario",
      paramLabel = "FILE.yaml",
      description =
          "what is on the server, and what goes wrong; the page below says what holds without")
  private @Nullable Path scenario;

  @Option(
      names = "--tls",
      paramLabel = "FILE.pem",
      description = "speak TLS as localhost, and write the certificate there for clients to trust")
  private @Nullable Path certificate;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Options with this port unless another is given. */
  public ServerOptions(int usualPort) {
    this.port = usualPort;
  }

  /**
   * Runs a command.
   *
   * @return 0 when it was stopped, 1 if it could not listen or write, 2 for a usage or a scenario
   *     that is wrong
   */
  public static int run(
      Callable<Integer> command, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(command)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (thrown, line, parsed) -> {
              line.getErr().println(thrown.getMessage());
              line.getErr().flush();
              return thrown instanceof YamlException ? 2 : 1;
            })
        .execute(arguments);
  }

  /**
   * The scenario; an empty one if none is named.
   *
   * @param reader of what the text is called in messages, and the text
   */
  public <T> T scenario(BiFunction<String, String, T> reader) {
    Optional<Path> file = Optional.ofNullable(scenario);
    return file.isPresent()
        ? reader.apply(file.get().toString(), text("--scenario", file.get()))
        : reader.apply("scenario", "{}");
  }

  /** A file that an option names; a usage error if there is none, or none that can be read. */
  public String text(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw wrong(option, "a file that is there", file.toString());
    } catch (IOException e) {
      throw wrong(option, "a readable file in UTF-8", file + " (" + e.getMessage() + ")");
    }
  }

  /** Where to listen. */
  public InetSocketAddress address() {
    if (port < 0 || port > 65_535) {
      throw wrong("--port", "0 to 65535", Integer.toString(port));
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(bind), port);
    } catch (UnknownHostException e) {
      throw wrong("--bind", "an address of this machine", bind);
    }
  }

  /** What to speak TLS with, by a new certificate that was written down; empty for plain HTTP. */
  public Optional<SSLContext> identity() throws IOException {
    if (certificate == null) {
      return Optional.empty();
    }
    SelfSigned identity = SelfSigned.forLocalhost();
    Files.writeString(certificate, identity.certificate());
    return Optional.of(identity.context());
  }

  /** Starts a server, and says what to do if the port is taken. */
  public static <S> S start(Supplier<S> server) throws IOException {
    try {
      return server.get();
    } catch (UncheckedIOException taken) {
      throw new IOException(taken.getMessage() + ": choose another --port", taken);
    }
  }

  /** A usage error of an option. */
  public ParameterException wrong(String option, String expected, String found) {
    return new ParameterException(
        commandLine(), option + ": expected " + expected + ", found " + found);
  }

  /** Where the program tells what it started. */
  public PrintWriter out() {
    return commandLine().getOut();
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec).commandLine();
  }
}
