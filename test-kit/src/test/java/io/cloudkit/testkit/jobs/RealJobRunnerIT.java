package io.cloudkit.testkit.jobs;

import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** A real API server checks each status that the runner writes. */
@EnabledIf("available")
final class RealJobRunnerIT extends JobRunnerScenes {
  private static @Nullable RealKubernetesApi api;

  static boolean available() {
    return RealKubernetesApi.binaries().isPresent();
  }

  @BeforeAll
  static void startApi() {
    api = RealKubernetesApi.start();
  }

  @AfterAll
  static void stopApi() {
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
