package io.cloudkit.operator.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.operator.demo.Verdict;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The unpacked archive at work, read-only, with its providers in folders: on a real kube-apiserver,
 * or, loudly, on the embedded API where its binaries are absent.
 */
@Timeout(300)
class ArchiveRunsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void anInstanceComesAndGoesByAReadOnlyCopy() throws Exception {
    Unpacked unpacked = Unpacked.into(folder);
    Files.createDirectories(unpacked.path("providers/unfinished"));
    Map<Path, Long> before = sealed(unpacked.home());
    // kept: who looks for the cause of a failure begins there
    Path log = Path.of("target", "ArchiveRunsIT-operator.log");
    try (KubernetesApi kubernetes = kubernetes();
        FakeAap aap = FakeAap.start();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build()) {
      Instances.prepare(client);
      Script playbook =
          Script.quick()
              .takes(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(500));
      aap.add(TemplateSpec.job("create").script(playbook));
      aap.add(TemplateSpec.job("delete").script(playbook));
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
      Process operator =
          unpacked
              .with(settings(aap, kubeconfig))
              .start(unpacked.path("bin/cloudkit-operator"), log, "run");
      try {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    Files.readString(log)
                        .lines()
                        .anyMatch(each -> each.strip().endsWith("started")));
        assertThat(Files.readString(log))
            .contains("ERROR")
            .contains("unfinished: expected jars, found none; fill or remove it");
        Instances instances = new Instances(client, PATIENCE);
        String uid = instances.create("web", "{\"cores\": 1}");
        instances.await("web", "Available", Instances::isAvailable);
        instances.delete("web");
        instances.awaitGone("web");
        assertThat(aap.truth().playbooks()).hasSize(2);
        assertThat(Verdict.of(aap.truth(), List.of(uid)).broken()).isEmpty();
        assertThat(Files.readString(log)).doesNotContain(aap.token());
      } finally {
        operator.destroy();
        if (!operator.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          operator.destroyForcibly();
        }
      }
      assertThat(operator.exitValue()).as("a signal that it obeyed").isEqualTo(143);
      assertThat(contents(unpacked.home())).as("nothing was written").isEqualTo(before);
    } finally {
      unseal(unpacked.home());
    }
  }

  @Test
  void theDemoStartsAnOperatorThatFindsItsProviders() throws Exception {
    Unpacked unpacked = Unpacked.into(folder);
    Unpacked.Ended demo = unpacked.run("demo", "--scene", "create");
    assertThat(demo.output()).contains("All went well.");
    assertThat(demo.code()).isZero();
  }

  /** AAP, EDA and a third party's Kubernetes Jobs beside each other, and a kill. */
  @Test
  void theDemoOnARealApiLeavesNothingTwiceAndNothingBehind() throws Exception {
    Unpacked unpacked = Unpacked.into(folder);
    Unpacked.Ended demo =
        unpacked
            .with(binaries())
            .run(
                "demo",
                "--api",
                hasRealApi() ? "kube-apiserver" : "embedded",
                "--scene",
                "side-by-side",
                "--scene",
                "eda-create",
                "--scene",
                "eda-to-aap",
                "--scene",
                "kill");
    // kept: who looks for the cause of a failure begins there
    Files.writeString(Path.of("target", "ArchiveRunsIT-demo.log"), demo.output());

    assertThat(demo.output())
        .contains("All went well.")
        .containsPattern("(?m)^  by-aap +1 +1 ")
        .containsPattern("(?m)^  by-eda +1 +1 ")
        .containsPattern("(?m)^  by-kubernetes-job +1 +1 ")
        .containsPattern("(?m)^  phoenix +1 +1 ")
        .containsPattern("(?m)^  [1-9]\\d* playbooks ran: 0 duplicates, 0 overlaps, 0 leaks$");
    assertThat(demo.code()).isZero();
  }

  private static boolean hasRealApi() {
    boolean required = "true".equals(System.getenv("CLOUDKIT_REQUIRE_KUBE_APISERVER"));
    if (RealKubernetesApi.binaries().isPresent() || required) {
      return true;
    }
    System.err.println(
        "\n"
            + "*".repeat(100)
            + "\nNOT on a real kube-apiserver: the archive runs on the embedded API. To change that:"
            + " export KUBE_API_TEST_DIR=$(.ci/kube-apiserver.sh)\n"
            + "*".repeat(100)
            + "\n");
    return false;
  }

  /** How a process is told where they are, unless they lie in the user's home. */
  private static Map<String, String> binaries() {
    return Map.of(
        "KUBE_API_TEST_DIR", System.getenv().getOrDefault("KUBE_API_TEST_DIR", ""),
        "HOME", System.getenv().getOrDefault("HOME", ""));
  }

  private static KubernetesApi kubernetes() {
    return hasRealApi() ? RealKubernetesApi.start() : EmbeddedKubernetesApi.start();
  }

  private static Map<String, String> settings(FakeAap aap, Path kubeconfig) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KUBECONFIG", kubeconfig.toString());
    settings.put("CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE", Instances.NAMESPACE);
    settings.put("CLOUDKIT_PROVISIONING_PROVIDER", "aap");
    settings.put("CLOUDKIT_AAP_URL", aap.apiUrl());
    settings.put("CLOUDKIT_AAP_TOKEN", aap.token());
    settings.put("CLOUDKIT_AAP_PROVISION_TEMPLATE", "create");
    settings.put("CLOUDKIT_AAP_DEPROVISION_TEMPLATE", "delete");
    settings.put("CLOUDKIT_AAP_CALL_TIMEOUT", "3s");
    settings.put("CLOUDKIT_AAP_LATE_COMMIT", "3s");
    settings.put("CLOUDKIT_AAP_SETTLE", "2s");
    settings.put("CLOUDKIT_SEND_WINDOW", "2s");
    settings.put("CLOUDKIT_HTTP_BIND_ADDRESS", "127.0.0.1");
    settings.put("CLOUDKIT_HTTP_PORT", "0");
    return settings;
  }

  /** Takes the right to write from everybody, and tells what is there; root is not held by it. */
  private static Map<Path, Long> sealed(Path home) throws IOException {
    Set<PosixFilePermission> write =
        EnumSet.of(
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    permit(home, permissions -> permissions.removeAll(write));
    return contents(home);
  }

  private static void unseal(Path home) throws IOException {
    permit(home, permissions -> permissions.add(PosixFilePermission.OWNER_WRITE));
  }

  private static void permit(Path home, Consumer<Set<PosixFilePermission>> change)
      throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(home)) {
      all = files.toList();
    }
    for (Path each : all) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
      change.accept(permissions);
      Files.setPosixFilePermissions(each, permissions);
    }
  }

  /** Each file and folder with the time when it was last written. */
  private static Map<Path, Long> contents(Path home) throws IOException {
    Map<Path, Long> contents = new TreeMap<>();
    List<Path> all;
    try (Stream<Path> files = Files.walk(home)) {
      all = files.toList();
    }
    for (Path each : all) {
      contents.put(each, Files.getLastModifiedTime(each).toMillis());
    }
    return contents;
  }
}
