package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.KubernetesApi;

/** Bad days with EDA on a real kube-apiserver. */
class RealApiEdaIT extends EdaOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return RealApi.startOrSkip(getClass());
  }
}
