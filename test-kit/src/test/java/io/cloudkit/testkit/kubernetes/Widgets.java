package io.cloudkit.testkit.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** A resource type for the tests of this package, and a client that repeats nothing by itself. */
final class Widgets {
  private Widgets() {}

  static InputStream crd() {
    return Widgets.class.getResourceAsStream("widgets.yaml");
  }

  static KubernetesClient client(KubernetesApi api) {
    Config config = Config.fromKubeconfig(api.kubeconfig());
    config.setRequestRetryBackoffLimit(0);
    config.setNamespace("default");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  static MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      in(KubernetesClient client) {
    return client.genericKubernetesResources("example.com/v1", "Widget");
  }

  static GenericKubernetesResource named(String name) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("example.com/v1")
        .withKind("Widget")
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .addToAdditionalProperties("spec", new HashMap<>(Map.of("size", 1)))
        .build();
  }

  static void setStatus(GenericKubernetesResource widget, String phase) {
    widget.getAdditionalProperties().put("status", new HashMap<>(Map.of("phase", phase)));
  }

  static void setSize(GenericKubernetesResource widget, int size) {
    widget.getAdditionalProperties().put("spec", new HashMap<>(Map.of("size", size)));
  }
}
