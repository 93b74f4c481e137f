package com.example.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.cloudkit.controller.engine.ProviderInstances;
import io.cloudkit.testkit.jobs.JobRunner;
import io.cloudkit.testkit.jobs.PodRun;
import io.cloudkit.testkit.jobs.PodWatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drives one life by the provider jars of a folder, compiled whenever and against whatever they
 * were: {@code -Dorders.jars=…}, {@code -Dkubernetes-job.jars=…}, {@code -Dold-jackson.jars=…}.
 */
class ProviderJarTest {
  @TempDir private Path folder;

  @Test
  @EnabledIfSystemProperty(named = "orders.jars", matches = ".+")
  void aJarOfOrdersDrivesALife() throws Exception {
    ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    worker.scheduleWithFixedDelay(this::carryOut, 0, 50, TimeUnit.MILLISECONDS);
    try (Cluster cluster = new Cluster();
        ProviderInstances providers = instances("orders", Map.of("folder", folder.toString()))) {
      cluster.liveAndDie(providers);
    } finally {
      worker.shutdownNow();
    }
    try (Stream<Path> orders = files(".order")) {
      assertThat(orders).hasSize(2);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "kubernetes-job.jars", matches = ".+")
  void aJarOfKubernetesJobsDrivesALife() throws Exception {
    Path template =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {namespace: default}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}
            """);
    try (Cluster cluster = new Cluster();
        JobRunner runner =
            JobRunner.start(
                cluster.client(),
                "default",
                "jobs.example.com/provider",
                job -> PodRun.succeedsAfter(Duration.ofMillis(100)),
                PodWatcher.none())) {
      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, cluster.api().kubeconfig());
      System.setProperty("kubeconfig", kubeconfig.toString());
      try (ProviderInstances providers =
          instances("kubernetes-job", Map.of("template", template.toString()))) {
        cluster.liveAndDie(providers);
      } finally {
        System.clearProperty("kubeconfig");
      }
      assertThat(cluster.client().batch().v1().jobs().list().getItems()).hasSize(2);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "old-jackson.jars", matches = ".+")
  void aFolderWithAnOldJacksonDrivesALifeBesideOurs() throws Exception {
    Database ready;
    try (Cluster cluster = new Cluster();
        ProviderInstances providers = instances("old-jackson", Map.of())) {
      ready = cluster.liveAndDie(providers);
    }

    assertThat(ready.getStatus().at("/provisionJob/outputs/jackson").asText()).startsWith("2.9.");
    assertThat(PackageVersion.VERSION.getMinorVersion()).isGreaterThan(9);
  }

  @Test
  @EnabledIfSystemProperty(named = "old-jackson.jars", matches = ".+")
  void onOurClassPathItMeetsOurJacksonAndSaysSo() throws IOException {
    URL jar =
        jars("old-jackson").stream()
            .filter(file -> file.getFileName().toString().startsWith("old-jackson"))
            .findFirst()
            .orElseThrow()
            .toUri()
            .toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, loader());
        ProviderInstances providers = ProviderInstances.on(loader)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> providers.add("tried", "old-jackson", Map.of()))
          .withMessageContaining("expected 2.9");
    }
  }

  /** As in the operator's distribution: a folder of its own under providers/. */
  private ProviderInstances instances(String type, Map<String, String> settings)
      throws IOException {
    Path providers = folder.resolve("providers");
    Path own = Files.createDirectories(providers.resolve(type));
    for (Path jar : jars(type)) {
      Files.copy(jar, own.resolve(jar.getFileName()));
    }
    return ProviderInstances.on(loader(), providers).add("tried", type, settings);
  }

  private static List<Path> jars(String type) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(type + ".jars")))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static ClassLoader loader() {
    return ProviderJarTest.class.getClassLoader();
  }

  private void carryOut() {
    try (Stream<Path> orders = files(".order")) {
      for (Path order : orders.toList()) {
        Path done = Path.of(order.toString().replace(".order", ".done"));
        if (Files.notExists(done)) {
          Files.createFile(done);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Stream<Path> files(String ending) throws IOException {
    return Files.list(folder).filter(file -> file.toString().endsWith(ending));
  }
}
