package io.cloudkit.testkit.jobs;

import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import org.junit.jupiter.api.AfterAll;

final class EmbeddedJobRunnerIT extends JobRunnerScenes {
  private static final EmbeddedKubernetesApi API = EmbeddedKubernetesApi.start();

  @AfterAll
  static void stopApi() {
    API.close();
  }

  @Override
  KubernetesApi api() {
    return API;
  }
}
