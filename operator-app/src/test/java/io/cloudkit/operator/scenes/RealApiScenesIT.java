package io.cloudkit.operator.scenes;

import io.cloudkit.testkit.kubernetes.KubernetesApi;

/** The scenes on a real kube-apiserver. */
class RealApiScenesIT extends ScenesOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return RealApi.startOrSkip(getClass());
  }
}
