package io.cloudkit.testkit.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** The scenes of the embedded API on the real one: where they differ, the embedded one is wrong. */
@EnabledIf("available")
final class RealClientScenesIT extends ClientScenes {
  private static @Nullable RealKubernetesApi api;

  static boolean available() {
    return RealKubernetesApi.binaries().isPresent();
  }

  @BeforeAll
  static void start() {
    RealKubernetesApi started = RealKubernetesApi.start();
    api = started;
    try (KubernetesClient client = Widgets.client(started)) {
      client.load(Widgets.crd()).create();
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName("widgets.example.com")
          .waitUntilCondition(
              found ->
                  found != null
                      && found.getStatus() != null
                      && found.getStatus().getConditions().stream()
                          .anyMatch(
                              condition ->
                                  condition.getType().equals("Established")
                                      && condition.getStatus().equals("True")),
              20,
              TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() {
    if (api != null) {
      api.close();
    }
  }

  @Override
  KubernetesApi api() {
    if (api == null) {
      throw new IllegalStateException("expected a started server, found none");
    }
    return api;
  }
}
