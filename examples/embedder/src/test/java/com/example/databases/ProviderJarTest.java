package com.example.databases;

import static org.assertj.core.api.Assertions.assertThat;

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
 * were: {@code -Dorders.jars=…}, {@code -Dkubernetes-job.jars=…}.
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

  private static ProviderInstances instances(String type, Map<String, String> settings)
      throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(type + ".jars")))) {
      List<URL> jars =
          files.filter(file -> file.toString().endsWith(".jar")).map(ProviderJarTest::url).toList();
      ClassLoader loader =
          new URLClassLoader(jars.toArray(URL[]::new), ProviderJarTest.class.getClassLoader());
      return ProviderInstances.on(loader).add("tried", type, settings);
    }
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

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
