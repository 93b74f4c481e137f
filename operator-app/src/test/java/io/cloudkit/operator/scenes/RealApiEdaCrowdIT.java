package io.cloudkit.operator.scenes;

import io.cloudkit.operator.demo.EdaOnStage;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import java.time.Duration;

/** A crowd by event streams, on a real kube-apiserver. */
class RealApiEdaCrowdIT extends EdaCrowdOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return RealApi.startOrSkip(getClass());
  }

  @Override
  EdaOnStage eda() {
    return EdaOnStage.byWebhook().byEventStreams().givingUpAfter(Duration.ofSeconds(90));
  }
}
