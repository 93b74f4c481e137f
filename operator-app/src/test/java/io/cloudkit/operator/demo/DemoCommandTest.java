package io.cloudkit.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
  private final StringWriter err = new StringWriter();

  @Test
  void takesAnUnknownSceneOrApiForWrongUsage() {
    assertThat(execute("--scene", "nonesuch")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--scene: expected one of create, ");

    assertThat(execute("--api", "foo")).isEqualTo(2);
    assertThat(err.toString()).contains("--api: expected embedded or kube-apiserver");
  }

  private int execute(String... arguments) {
    return new CommandLine(new DemoCommand()).setErr(new PrintWriter(err)).execute(arguments);
  }
}
