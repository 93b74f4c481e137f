package io.cloudkit.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.distribution.Distribution;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoElsewhereTest {
  @TempDir Path home;

  private final StringWriter err = new StringWriter();

  @Test
  void anArchiveListsItAndNamesItsLauncher() throws IOException {
    Files.createDirectory(home.resolve("demo"));
    CommandLine demo = demo(Optional.of(new Distribution(home)));

    assertThat(demo.getUsageMessage()).contains("Plays the operator's main job");
    assertThat(demo.execute("--scene", "kill")).isEqualTo(2);
    assertThat(err.toString())
        .contains("found none; start it as " + home.resolve("bin/cloudkit-operator") + " demo");
  }

  @Test
  void whatWasDeliveredWithoutItSaysSo() {
    CommandLine image = demo(Optional.of(new Distribution(home)));
    CommandLine jars = demo(Optional.empty());

    for (CommandLine demo : new CommandLine[] {image, jars}) {
      assertThat(demo.getUsageMessage()).contains("Not here: the archive");
      assertThat(demo.execute()).isEqualTo(2);
    }
    assertThat(err.toString()).contains("found none; the archive cloudkit-operator-");
  }

  private CommandLine demo(Optional<Distribution> distribution) {
    return new CommandLine(DemoElsewhere.of(distribution)).setErr(new PrintWriter(err, true));
  }
}
