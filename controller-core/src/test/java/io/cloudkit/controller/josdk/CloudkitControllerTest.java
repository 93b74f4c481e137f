package io.cloudkit.controller.josdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.controller.testapi.OneProvider;
import io.cloudkit.controller.testapi.SpecAdapter;
import io.cloudkit.controller.testapi.Widget;
import io.cloudkit.testkit.provider.SteadyProvider;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is settled when a controller is made, without a cluster. */
class CloudkitControllerTest {
  @Test
  void theLimitsOfAnInstanceAreAskedForOnce() {
    List<String> asked = new ArrayList<>();
    try (KubernetesClient client = nowhere()) {
      CloudkitController.builder(
              Widget.class,
              new SpecAdapter("example.com/hold"),
              new OneProvider("steady", new SteadyProvider("steady")))
          .kubernetes(client)
          .limits(
              instance -> {
                asked.add(instance);
                return ProviderLimits.DEFAULT;
              })
          .build()
          .close();
    }
    assertThat(asked).containsExactly("steady");
  }

  private static KubernetesClient nowhere() {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build())
        .build();
  }
}
