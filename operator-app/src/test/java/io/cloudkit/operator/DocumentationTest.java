package io.cloudkit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.operator.cli.CommandLineInterface;
import io.cloudkit.operator.configuration.Surroundings;
import io.cloudkit.operator.observability.Measure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** What the documents say of the program, against the program. */
class DocumentationTest {
  @Command(name = "run")
  private static final class Nothing implements Callable<Integer> {
    @Override
    public Integer call() {
      return 0;
    }
  }

  @Test
  void everySettingIsInTheTable() throws IOException {
    StringWriter table = new StringWriter();
    int unused =
        new CommandLineInterface(
                new Surroundings(Map.of(), Path.of("target/no-namespace")),
                shipped(),
                new Nothing(),
                Map.of())
            .writingTo(new PrintWriter(table, true), new PrintWriter(new StringWriter()))
            .execute("config", "--format", "markdown");

    assertThat(Files.readString(Path.of("../docs/configuration.md"))).contains(table.toString());
  }

  /** A third party's provider is there, too, for the demo. */
  private ProviderDiscovery shipped() {
    ProviderDiscovery all = ProviderDiscovery.in(getClass().getClassLoader());
    return new ProviderDiscovery(
        all.found().stream().filter(DocumentationTest::isOurs).toList(), all.refused());
  }

  private static boolean isOurs(ProviderDiscovery.Found found) {
    return found.origin().contains("provider-aap") || found.origin().contains("provider-eda");
  }

  @Test
  void everyMeasureIsInTheTable() throws IOException {
    String table =
        Arrays.stream(Measure.values()).map(Measure::markdown).collect(Collectors.joining("\n"));

    assertThat(Files.readString(Path.of("../docs/metrics.md"))).contains(table);
  }
}
