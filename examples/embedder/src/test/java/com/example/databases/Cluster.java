package com.example.databases;

import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.josdk.CloudkitController;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Kubernetes API that knows databases, for one test. */
final class Cluster implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
  private final KubernetesClient client;

  Cluster() throws IOException {
    try (InputStream crd = Files.newInputStream(Path.of("database-crd.yaml"))) {
      api.applyCrd(crd);
    }
    Config config = Config.fromKubeconfig(api.kubeconfig());
    config.setNamespace("default");
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  EmbeddedKubernetesApi api() {
    return api;
  }

  KubernetesClient client() {
    return client;
  }

  /** A database is asked for, becomes Ready, is deleted and goes. Answers how it was when Ready. */
  Database liveAndDie(ProviderRegistry providers) {
    try (CloudkitController<Database> controller = DatabaseOperator.controller(client, providers)) {
      controller.start();
      Resource<Database> orders = client.resources(Database.class).withName("orders");
      client
          .resource(
              """
              {"apiVersion": "example.com/v1", "kind": "Database",
               "metadata": {"name": "orders"}, "spec": {"engine": "postgresql"}}\
              """)
          .create();
      await().atMost(SOON).until(() -> phase(orders.get()).equals("Ready"));
      Database ready = orders.get();
      orders.delete();
      await().atMost(SOON).until(() -> orders.get() == null);
      return ready;
    }
  }

  private static String phase(Database database) {
    return database.getStatus() == null ? "" : database.getStatus().path("phase").asText();
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
