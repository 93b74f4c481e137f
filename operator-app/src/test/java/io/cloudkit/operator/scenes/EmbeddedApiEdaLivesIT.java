package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;

/** Lives with EDA by webhook, on the embedded Kubernetes API. */
class EmbeddedApiEdaLivesIT extends EdaLivesOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return EmbeddedKubernetesApi.start();
  }
}
