package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;

/** The scenes on the embedded Kubernetes API. */
class EmbeddedApiScenesIT extends ScenesOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return EmbeddedKubernetesApi.start();
  }
}
