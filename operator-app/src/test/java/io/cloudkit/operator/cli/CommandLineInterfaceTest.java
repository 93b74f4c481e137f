package io.cloudkit.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.configuration.TestFactories;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class CommandLineInterfaceTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "CLOUDKIT_AAP_URL", "https://aap.example.com/api/controller",
          "CLOUDKIT_AAP_TOKEN", "s3cret",
          "CLOUDKIT_HTTP_PORT", "9090");

  private static final Map<String, String> WITH_OTHER =
      Map.of(
          "CLOUDKIT_AAP_URL", "https://aap.example.com/api/controller",
          "CLOUDKIT_AAP_TOKEN", "s3cret",
          "CLOUDKIT_PROVISIONING_PROVIDER", "aap",
          "CLOUDKIT_OTHER_PLACE", "here");

  @TempDir Path folder;

  private ProvisioningProviderFactory other = TestFactories.other();

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
        .startsWith("| variable | key | default | meaning |")
        .contains(
            "| `CLOUDKIT_HTTP_PORT` | `http-port` | `8081` | The port for them; 0 for any that is"
                + " free. |");
  }

  @Test
  void printsTheTableAndTheMistakesOfAWrongConfiguration() {
    assertThat(execute(Map.of("CLOUDKIT_HTTP_PORT", "x"), () -> 0, "config")).isEqualTo(2);

    assertThat(out.toString()).contains("CLOUDKIT_HTTP_PORT = (not valid)  (default 8081)");
    assertThat(err.toString()).startsWith("configuration: 3 problems, nothing was started");
  }

  @Test
  void printsTheTableForAProgram() throws IOException {
    assertThat(execute(GOOD, () -> 0, "config", "--format", "json")).isZero();

    JsonNode settings = new ObjectMapper().readTree(out.toString()).path("settings");
    assertThat(settings)
        .filteredOn(each -> each.path("key").asText().equals("providers.aap.token"))
        .singleElement()
        .hasToString(
            "{\"key\":\"providers.aap.token\",\"variable\":\"CLOUDKIT_AAP_TOKEN\",\"instance\":\"aap\","
                + "\"default\":\"\",\"value\":\"(secret)\",\"origin\":\"set\",\"from\":"
                + "\"CLOUDKIT_AAP_TOKEN\",\"description\":\"An OAuth2 token. Required. Or"
                + " CLOUDKIT_AAP_TOKEN_FILE, a file, read anew when it changes.\"}");
  }

  @Test
  void checksAPropertiesFile() throws IOException {
    Path file = Files.writeString(folder.resolve("x.properties"), "providers.other.place=here\n");

    assertThat(execute(GOOD, () -> 0, "config", "check", "--config", file.toString())).isZero();
    assertThat(out.toString().strip()).isEqualTo("configuration is valid");
    assertThat(execute(GOOD, () -> 0, "config", "--config", file.toString())).isZero();
    assertThat(out.toString())
        .contains(
            "\nProvider instance other, of type other\n",
            "CLOUDKIT_OTHER_PLACE = here  (from providers.other.place in "
                + file
                + "; no default)");

    Files.writeString(file, "providers.other.plaice=here\n");
    assertThat(execute(GOOD, () -> 0, "config", "check", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("configuration: 1 problem, nothing was started")
        .contains("did you mean providers.other.place?");
  }

  @Test
  void listsTheProviders() throws IOException {
    assertThat(execute(GOOD, () -> 0, "providers")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            type aap  (SPI level 2, a test)
                instance aap: POLLED, can not cancel, can not search, call time-out PT30S, late commit PT2M, job at most PT24H
                    nothing is found wrong with its backend
            type other  (SPI level 2, a test)
                no instance of it, as configured
            refused: two.jar: broken
            """);

    out.getBuffer().setLength(0);
    assertThat(execute(GOOD, () -> 0, "providers", "--format", "json", "--no-preflight")).isZero();
    JsonNode list = new ObjectMapper().readTree(out.toString());
    assertThat(list.at("/types/0/origin").asText()).isEqualTo("a test");
    assertThat(list.at("/instances/0/name").asText()).isEqualTo("aap");
    assertThat(list.at("/instances/0/asked").asBoolean()).isFalse();
    assertThat(list.at("/instances/0").has("usable")).as("nobody asked").isFalse();
    assertThat(list.at("/refused/0").asText()).isEqualTo("two.jar: broken");
  }

  @Test
  void endsWithOneIfTheBackendOfAnInstanceCanNotBeUsed() {
    other =
        TestFactories.finding(
            Finding.error("place", "answers 401", "correct it"), TestFactories.other());

    assertThat(execute(WITH_OTHER, () -> 0, "providers")).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "its backend can not be used as configured", "ERROR place: answers 401; correct it");
    assertThat(execute(GOOD, () -> 0, "providers")).as("nobody configured it").isZero();
    assertThat(execute(WITH_OTHER, () -> 0, "providers", "--no-preflight"))
        .as("nobody asked it")
        .isZero();
  }

  @Test
  void aWarningIsNoReasonToEndWithOne() {
    other =
        TestFactories.finding(
            Finding.warning("place", "does not resolve yet", "wait"), TestFactories.other());

    assertThat(execute(WITH_OTHER, () -> 0, "providers")).isZero();
    assertThat(out.toString())
        .contains(
            "no error is found with its backend, but a warning",
            "WARNING place: does not resolve yet")
        .doesNotContain("usable");
  }

  @Test
  void endsWithOneIfAnInstanceCanNotBeMade() {
    other = TestFactories.broken(TestFactories.other());

    assertThat(execute(WITH_OTHER, () -> 0, "providers", "--no-preflight")).isEqualTo(1);
    assertThat(out.toString())
        .contains("instance other can not be used: create threw IllegalStateException")
        .doesNotContain("s3cret");
  }

  @Test
  void listsTheProvidersOfAWrongConfigurationAndSaysSo() {
    assertThat(execute(Map.of("CLOUDKIT_AAP_URL", "x"), () -> 0, "providers")).isEqualTo(2);
    assertThat(out.toString()).contains("no instance of it, as configured");
    assertThat(err.toString()).startsWith("configuration: 2 problems");
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
        .contains(
            "run",
            "config",
            "providers",
            "version",
            "play",
            "Exit codes: 0 done, 1 failed, 2 wrong");
    for (String command : List.of("run", "config", "providers", "version", "play")) {
      assertThat(execute(GOOD, () -> 7, command, "--help")).as(command).isZero();
    }
  }

  @Test
  void namesItsVersion() {
    assertThat(execute(GOOD, () -> 0, "version")).isZero();
    assertThat(out.toString()).startsWith("cloudkit-operator ").contains("SPI level 2");
  }

  private int execute(Map<String, String> environment, Callable<Integer> run, String... arguments) {
    return new CommandLineInterface(
            new Surroundings(environment, Path.of("target/no-namespace")),
            TestFactories.found(List.of("two.jar: broken"), TestFactories.aap(), other),
            new Run(run),
            Map.of("play", new Play()))
        .writingTo(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
