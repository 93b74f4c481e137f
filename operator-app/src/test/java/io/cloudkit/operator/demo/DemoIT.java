package io.cloudkit.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person starts it, its output in a file. */
class DemoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern KILL = Pattern.compile("kill -9 (\\d+)");

  @TempDir Path folder;

  @Test
  void startsAKilledOperatorAgainAndLeavesNothingBehind() throws Exception {
    Process demo = demo("--scene", "create", "--keep-running");
    try {
      awaitOutput("curl http://127.0.0.1:\\d+/metrics\\R *kill -9 \\d+");
      long first = operator(0);
      assertThat(output())
          .contains("All went well.", "kubectl apply -f - <<'EOF'", "tail -f " + folder)
          .doesNotContain("\u001b", "WARN", "job job-");

      ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);

      awaitOutput("the operator ended with code 137.*\\R.*started again");
      awaitOutput("kill -9(.|\\R)*kill -9 \\d+");
      long second = operator(1);
      assertThat(second).isNotEqualTo(first);
      assertThat(ProcessHandle.of(second)).isPresent();

      demo.destroy();
      assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ProcessHandle.of(second).filter(ProcessHandle::isAlive)).isEmpty();
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).containsExactly(folder.resolve("output"));
      }
    } finally {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }

  private Process demo(String... arguments) throws IOException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            "io.cloudkit.operator.Main",
            "demo");
    return new ProcessBuilder(Stream.concat(java.stream(), Stream.of(arguments)).toList())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private long operator(int number) throws IOException {
    Matcher kill = KILL.matcher(output());
    for (int i = 0; i <= number; i++) {
      assertThat(kill.find()).isTrue();
    }
    return Long.parseLong(kill.group(1));
  }

  private void awaitOutput(String pattern) {
    Pattern awaited = Pattern.compile(pattern);
    await().atMost(PATIENCE).until(() -> awaited.matcher(output()).find());
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
