package io.cloudkit.operator.scenes;

import io.cloudkit.operator.demo.EdaOnStage;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import java.time.Duration;

/** A crowd by webhook, on the embedded Kubernetes API. */
class EmbeddedApiEdaCrowdIT extends EdaCrowdOnKubernetes {
  @Override
  KubernetesApi startKubernetes() {
    return EmbeddedKubernetesApi.start();
  }

  @Override
  EdaOnStage eda() {
    return EdaOnStage.byWebhook().givingUpAfter(Duration.ofSeconds(90));
  }
}
