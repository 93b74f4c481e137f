package com.example.databases;

import io.cloudkit.controller.engine.ProviderInstances;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.josdk.CloudkitController;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Provisions databases by the provider that a file describes: its type, and its settings. */
public final class DatabaseOperator {
  private DatabaseOperator() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> settings = read(Path.of(args[0]));
    String type = settings.remove("type");
    ProviderInstances providers =
        ProviderInstances.on(DatabaseOperator.class.getClassLoader()).add("main", type, settings);
    controller(new KubernetesClientBuilder().build(), providers).start();
    new CountDownLatch(1).await();
  }

  static CloudkitController<Database> controller(KubernetesClient client, ProviderRegistry by) {
    return CloudkitController.builder(Database.class, new DatabaseAdapter(), by)
        .kubernetes(client)
        .build();
  }

  private static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      properties.load(text);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    return settings;
  }
}
