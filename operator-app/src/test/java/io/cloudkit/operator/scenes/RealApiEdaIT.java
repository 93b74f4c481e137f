package io.cloudkit.operator.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.operator.demo.Instances;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bad days with EDA on a real kube-apiserver. */
class RealApiEdaIT extends EdaOnKubernetes {
  private String playbooks = "";

  @Override
  KubernetesApi startKubernetes() {
    return RealApi.startOrSkip(getClass());
  }

  @Override
  String playbooks() {
    playbooks = PlaybooksAccount.open(kubernetes.kubeconfig());
    return playbooks;
  }

  /** A right that they lack would be seen by the scenes; one that they should not have, here. */
  @Test
  void playbooksMayDoWhatTheyDoAndNothingElse() throws Exception {
    String uid = instances.createAt("eda", "foreign", ONE_CORE);
    try (KubernetesClient theirs =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(playbooks)).build()) {
      Instances seen = new Instances(theirs, Duration.ofSeconds(10));
      assertThat(seen.find("foreign")).isPresent();
      assertThatThrownBy(() -> seen.delete("foreign"))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("system:serviceaccount:default:playbooks");
    }
    stage.deleteAndAwait("foreign", uid);
  }
}
