package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;

/** Bad days with EDA on the embedded Kubernetes API. */
class EmbeddedApiEdaIT extends EdaOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return EmbeddedKubernetesApi.start();
  }
}
