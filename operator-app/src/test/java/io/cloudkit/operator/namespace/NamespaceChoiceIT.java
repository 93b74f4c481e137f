package io.cloudkit.operator.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.cloudkit.testkit.kubernetes.RealKubernetesApi;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a namespace chooses, as an API server tells it. */
class NamespaceChoiceIT {
  private static final String KEY = ComputeInstanceAdapter.PROVIDER_ANNOTATION;
  private static final Duration SOON = Duration.ofSeconds(15);

  @Test
  void followsTheNamespaceOnTheEmbeddedApi() {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        KubernetesClient client = client(api, UnaryOperator.identity())) {
      followsTheNamespace(client);
    }
  }

  @Test
  void followsTheNamespaceOnARealApiAndIsToldWhenItMayNot() throws Exception {
    boolean required = "true".equals(System.getenv("CLOUDKIT_REQUIRE_KUBE_APISERVER"));
    Assumptions.assumeTrue(
        required || RealKubernetesApi.binaries().isPresent(), "no kube-apiserver");
    try (RealKubernetesApi api = RealKubernetesApi.start();
        KubernetesClient client = client(api, UnaryOperator.identity());
        KubernetesClient nobody = client(api, config -> config.withImpersonateUsername("nobody"))) {
      followsTheNamespace(client);
      isBlind(nobody);
    }
  }

  @Test
  void isBlindWhereItMayNotWatch() {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        KubernetesClient client = client(api, UnaryOperator.identity())) {
      api.next("GET", "/api/v1/namespaces").times(100).answers(403);
      isBlind(client);
    }
  }

  private static void isBlind(KubernetesClient client) {
    try (NamespaceChoice choice = NamespaceChoice.watch(client, "clouds")) {
      assertThat(choice.provider("clouds")).isEmpty();
      assertThat(choice.problem())
          .hasValueSatisfying(
              text ->
                  assertThat(text)
                      .startsWith("namespace clouds may not be watched")
                      .contains("grant get, list and watch on namespaces"));
    }
  }

  private static void followsTheNamespace(KubernetesClient client) {
    client.namespaces().resource(namespace("fields")).create();
    try (NamespaceChoice choice = NamespaceChoice.watch(client, "clouds")) {
      assertThat(choice.provider("clouds")).as("it is not there").isEmpty();

      Namespace clouds = namespace("clouds");
      clouds.getMetadata().getLabels().put(KEY, "west");
      client.namespaces().resource(clouds).create();
      await().atMost(SOON).until(() -> choice.provider("clouds").equals(Optional.of("west")));

      annotate(client, "east");
      await().atMost(SOON).until(() -> choice.provider("clouds").equals(Optional.of("east")));
      assertThat(choice.provider("fields")).as("another one").isEmpty();
      assertThat(choice.problem()).isEmpty();

      annotate(client, "");
      await().atMost(SOON).until(() -> choice.provider("clouds").equals(Optional.of("west")));
    }
    try (NamespaceChoice later = NamespaceChoice.watch(client, "clouds")) {
      assertThat(later.provider("clouds")).as("known from the first moment").hasValue("west");
    }
  }

  private static void annotate(KubernetesClient client, String instance) {
    client
        .namespaces()
        .withName("clouds")
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .addToAnnotations(KEY, instance)
                    .endMetadata()
                    .build());
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kind", "test")
        .endMetadata()
        .build();
  }

  private static KubernetesClient client(KubernetesApi api, UnaryOperator<ConfigBuilder> change) {
    ConfigBuilder config =
        new ConfigBuilder(Config.fromKubeconfig(api.kubeconfig())).withRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(change.apply(config).build()).build();
  }
}
