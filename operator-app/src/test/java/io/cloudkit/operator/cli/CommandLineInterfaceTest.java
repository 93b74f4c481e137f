package io.cloudkit.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.configuration.TestFactories;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class CommandLineInterfaceTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "CLOUDKIT_AAP_URL", "https://aap.example.com/api/controller",
          "CLOUDKIT_AAP_TOKEN", "s3cret",
          "CLOUDKIT_HTTP_PORT", "9090");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "run", description = "Runs.")
  private static final class Run implements Callable<Integer> {
    private final Callable<Integer> body;

    private Run(Callable<Integer> body) {
      this.body = body;
    }

    @Override
    public Integer call() throws Exception {
      return body.call();
    }
  }

  @Command(name = "play", description = "Plays.")
  private static final class Play implements Callable<Integer> {
    @Override
    public Integer call() {
      return 0;
    }
  }

  @Test
  void runsWithoutACommandAndByName() {
    assertThat(execute(GOOD, () -> 7)).isEqualTo(7);
    assertThat(execute(GOOD, () -> 7, "run")).isEqualTo(7);
  }

  @Test
  void printsTheTableWithSecretsMasked() {
    assertThat(execute(GOOD, () -> 0, "config")).isZero();

    assertThat(out.toString())
        .contains(
            """
            CLOUDKIT_HTTP_PORT = 9090  (default 8081)
                The port for them; 0 for any that is free.
            """,
            """
            CLOUDKIT_AAP_TOKEN = (secret)  (no default)
                An OAuth2 token. Required. Or CLOUDKIT_AAP_TOKEN_FILE, a file, read anew when it changes.
            """)
        .doesNotContain("s3cret");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void printsTheTableForADocument() {
    assertThat(execute(GOOD, () -> 0, "config", "--format", "markdown")).isZero();

    assertThat(out.toString())
        .startsWith("| variable | default | meaning |")
        .contains("| `CLOUDKIT_HTTP_PORT` | `8081` | The port for them; 0 for any that is free. |");
  }

  @Test
  void printsTheTableAndTheMistakesOfAWrongConfiguration() {
    assertThat(execute(Map.of("CLOUDKIT_HTTP_PORT", "x"), () -> 0, "config")).isEqualTo(2);

    assertThat(out.toString()).contains("CLOUDKIT_HTTP_PORT = (not valid)  (default 8081)");
    assertThat(err.toString()).startsWith("configuration: 3 problems, nothing was started");
  }

  @Test
  void endsWithTwoForWrongUsage() {
    assertThat(execute(GOOD, () -> 0, "fly")).isEqualTo(2);
    assertThat(execute(GOOD, () -> 0, "config", "--colour")).isEqualTo(2);
  }

  @Test
  void endsWithOneForAFailureWithoutAStackTrace() {
    Callable<Integer> failing =
        () -> {
          throw new IllegalStateException("no cluster");
        };

    assertThat(execute(GOOD, failing)).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("failed: no cluster");
  }

  @Test
  void namesTheClassOnlyOfWhatHasNoWords() {
    Callable<Integer> failing =
        () -> {
          throw new UnsupportedOperationException();
        };

    assertThat(execute(GOOD, failing)).isEqualTo(1);
    assertThat(err.toString()).startsWith("failed: an unexpected UnsupportedOperationException;");
  }

  @Test
  void helpsOnEveryCommand() {
    assertThat(execute(GOOD, () -> 0, "--help")).isZero();
    assertThat(out.toString())
        .contains("run", "config", "version", "play", "Exit codes: 0 done, 1 failed, 2 wrong");
    for (String command : List.of("run", "config", "version", "play")) {
      assertThat(execute(GOOD, () -> 7, command, "--help")).as(command).isZero();
    }
  }

  @Test
  void namesItsVersion() {
    assertThat(execute(GOOD, () -> 0, "version")).isZero();
    assertThat(out.toString()).startsWith("cloudkit-operator ").contains("SPI level 1");
  }

  private int execute(Map<String, String> environment, Callable<Integer> run, String... arguments) {
    return new CommandLineInterface(
            new Surroundings(environment, Path.of("target/no-namespace")),
            () -> List.of(TestFactories.aap()),
            new Run(run),
            Map.of("play", new Play()))
        .writingTo(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
