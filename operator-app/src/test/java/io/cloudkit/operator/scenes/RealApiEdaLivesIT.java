package io.cloudkit.operator.scenes;

import io.cloudkit.operator.demo.EdaOnStage;
import io.cloudkit.testkit.kubernetes.KubernetesApi;

/** Lives with EDA by event streams, on a real kube-apiserver. */
class RealApiEdaLivesIT extends EdaLivesOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return RealApi.startOrSkip(getClass());
  }

  @Override
  String playbooks() {
    return PlaybooksAccount.open(kubernetes.kubeconfig());
  }

  @Override
  EdaOnStage eda() {
    return super.eda().byEventStreams();
  }
}
