package io.cloudkit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that people type while the demo runs. Needs kubectl on the PATH. */
class KubectlIT {
  private static final String WIDGET =
      """
      apiVersion: example.com/v1
      kind: Widget
      metadata:
        name: a
      spec:
        size: %d
      """;

  private static final String BUILT_IN =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: spare
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: m
        namespace: spare
      data:
        k: v
      """;

  @TempDir private Path folder;
  private EmbeddedKubernetesApi api;
  private Path kubeconfig;
  private int outputs;

  private record Ran(int exit, String output) {}

  @BeforeEach
  void start() throws Exception {
    assumeThat(Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of))
        .as("no kubectl on the PATH: NOT TESTED against kubectl")
        .anyMatch(directory -> Files.isExecutable(directory.resolve("kubectl")));
    api = EmbeddedKubernetesApi.start();
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), api.kubeconfig());
    try (var crd = Widgets.crd()) {
      Path file = folder.resolve("crd.yaml");
      Files.copy(crd, file);
      kubectl("apply", "--validate=false", "-f", file.toString());
    }
  }

  @AfterEach
  void stop() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void findsTheTypes() throws Exception {
    assertThat(kubectl("api-resources"))
        .containsPattern("widgets +wd +example.com/v1 +true +Widget")
        .containsPattern("configmaps +cm +v1 +true +ConfigMap");
    assertThat(kubectl("version")).contains("Server Version: v1.");
    kubectl("wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=5s");
  }

  @Test
  void appliesReadsAndChanges() throws Exception {
    assertThat(apply(3)).contains("created");
    assertThat(apply(3)).contains("unchanged");
    assertThat(apply(4)).contains("configured");
    assertThat(kubectl("get", "wd")).containsPattern("NAME +SIZE +READY +AGE");
    assertThat(kubectl("get", "wd", "-A")).containsPattern("default +a +4 +.*[0-9]s");
    assertThat(kubectl("get", "widget", "a", "-o", "yaml")).contains("size: 4", "generation: 2");
    kubectl("annotate", "wd", "a", "k=v");
    kubectl("label", "wd", "a", "tier=gold");
    assertThat(kubectl("get", "wd", "-l", "tier=gold", "-o", "name")).contains("widget");
    kubectl("patch", "wd", "a", "--type=merge", "-p", "{\"spec\":{\"size\":5}}");
    kubectl(
        "patch",
        "wd",
        "a",
        "--type=json",
        "-p",
        "[{\"op\":\"remove\",\"path\":\"/metadata/labels/tier\"}]");
    assertThat(kubectl("describe", "wd", "a")).containsPattern("Size: +5");
    editSizeTo(6);
    assertThat(kubectl("get", "wd", "a", "-o", "jsonpath={.spec.size}")).isEqualTo("6");
  }

  @Test
  void passesOnWhatTheServerWarnsAbout() throws Exception {
    apply(1);
    assertThat(kubectl("patch", "wd", "a", "--type=merge", "-p", "{\"spec\":{\"sise\":5}}"))
        .contains("Warning: unknown field \"spec.sise\"");
  }

  @Test
  void validatesWithoutBeingToldNotTo() throws Exception {
    Path file = Files.writeString(folder.resolve("typo.yaml"), WIDGET.formatted(1) + "  sise: 2\n");
    Ran typo = run("apply", "-f", file.toString());
    assertThat(typo.exit()).isNotZero();
    assertThat(typo.output()).contains("unknown field \"spec.sise\"");
    Files.writeString(file, WIDGET.formatted(1));
    assertThat(kubectl("apply", "-f", file.toString())).contains("created");
    assertThat(kubectl("apply", "--server-side", "-f", file.toString())).contains("applied");
    Files.writeString(file, BUILT_IN);
    assertThat(kubectl("apply", "-f", file.toString())).contains("created");
    assertThat(kubectl("get", "cm", "m", "-n", "spare")).containsPattern("m +1 +");
    // "kubectl create configmap" itself speaks protobuf, and is told so
    assertThat(run("create", "configmap", "x", "--from-literal=k=v").output())
        .contains("expected JSON or YAML, found application/vnd.kubernetes.protobuf");
    kubectl("delete", "namespace", "spare");
  }

  @Test
  void sortsEventsByAFieldThatIsNoColumn() throws Exception {
    String event =
        """
        apiVersion: v1
        kind: Event
        metadata: {name: %s, namespace: default}
        involvedObject: {kind: Widget, name: a, namespace: default}
        reason: %s
        lastTimestamp: %s
        ---
        """;
    Path file =
        Files.writeString(
            folder.resolve("events.yaml"),
            event.formatted("a", "Later", "2026-01-01T00:00:02Z")
                + event.formatted("b", "Earlier", "2026-01-01T00:00:01Z"));
    kubectl("apply", "-f", file.toString());
    assertThat(kubectl("get", "events", "--sort-by=.lastTimestamp"))
        .containsPattern("(?s)Earlier +widget/a.*Later +widget/a");
  }

  @Test
  void waitsForConditionsAndDeletion() throws Exception {
    apply(1);
    Process waiting = begin("wait", "--for=condition=Ready", "wd/a", "--timeout=20s");
    await().until(() -> api.count(ApiVerb.WATCH, "widgets") > 0);
    String ready = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";
    kubectl("patch", "wd", "a", "--subresource=status", "--type=merge", "-p", ready);
    assertThat(exit(waiting)).isZero();
    assertThat(kubectl("get", "wd", "a")).containsPattern("a +1 +True");

    Process deletion = begin("wait", "--for=delete", "wd/a", "--timeout=20s");
    kubectl("delete", "wd", "a");
    assertThat(exit(deletion)).isZero();
    assertThat(run("get", "wd", "a").output()).contains("Error from server (NotFound)");
  }

  @Test
  void aDeletionWaitsForTheFinalizer() throws Exception {
    apply(1);
    String hold = "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}";
    kubectl("patch", "wd", "a", "--type=merge", "-p", hold);
    Process deletion = begin("delete", "wd", "a", "--timeout=20s");
    await().until(() -> kubectl("get", "wd", "a", "-o", "yaml").contains("deletionTimestamp"));
    assertThat(deletion.isAlive()).isTrue();
    kubectl("patch", "wd", "a", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
    assertThat(exit(deletion)).isZero();
  }

  @Test
  void watchesChanges() throws Exception {
    apply(1);
    Path output = folder.resolve("watched");
    Process watch = begin(output, "get", "wd", "-w");
    try {
      await().until(() -> Files.readString(output).contains("a "));
      apply(2);
      await().until(() -> Files.readString(output).matches("(?s).*a +2 .*"));
    } finally {
      watch.destroy();
    }
  }

  private String apply(int size) throws Exception {
    Path file = Files.writeString(folder.resolve("widget.yaml"), WIDGET.formatted(size));
    return kubectl("apply", "--validate=false", "-f", file.toString());
  }

  private void editSizeTo(int size) throws Exception {
    Path editor = folder.resolve("editor.sh");
    Files.writeString(editor, "#!/bin/sh\nsed -i 's/size: [0-9]*/size: " + size + "/' \"$1\"\n");
    assertThat(editor.toFile().setExecutable(true)).isTrue();
    Process edit = builder(next(), List.of("edit", "wd", "a"), editor.toString()).start();
    assertThat(exit(edit)).isZero();
  }

  private String kubectl(String... arguments) throws Exception {
    Ran ran = run(arguments);
    assertThat(ran.exit()).as("%s: %s", List.of(arguments), ran.output()).isZero();
    return ran.output();
  }

  private Ran run(String... arguments) throws Exception {
    Path output = next();
    Process process = begin(output, arguments);
    return new Ran(exit(process), Files.readString(output));
  }

  private Process begin(String... arguments) throws IOException {
    return begin(next(), arguments);
  }

  private Process begin(Path output, String... arguments) throws IOException {
    return builder(output, List.of(arguments), "false").start();
  }

  private Path next() {
    return folder.resolve("output-" + outputs++);
  }

  private ProcessBuilder builder(Path output, List<String> arguments, String editor) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBE_EDITOR", editor);
    return builder;
  }

  private static int exit(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("kubectl: expected an end within 60 s");
    }
    return process.exitValue();
  }
}
