package io.cloudkit.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.StoredResource;
import io.cloudkit.controller.kubernetes.KubernetesStatusStore;
import io.cloudkit.controller.kubernetes.ResourceCache;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.operator.demo.Instances;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the engine writes, through the door that it writes through, against the schema. */
class CrdHoldsTheStatusIT {
  private static final ResourceKey KEY = new ResourceKey(Instances.NAMESPACE, "vm");

  @Test
  void theSchemaHasExactlyTheFieldsThatAreWritten() {
    SchemaWalk walk = SchemaWalk.of(written(Filled.of(ResourceStatus.class)), schema(), "status");

    assertThat(walk.unknown()).as("an API server may drop what the CRD does not hold").isEmpty();
    assertThat(walk.unwritten())
        .as("those of other writers, and no other")
        .containsExactlyInAnyOrder(
            "status.virtualMachineReference", "status.tenantReference", "status.lastRestartedAt");
  }

  private static JSONSchemaProps schema() {
    return Serialization.unmarshal(CrdDocument.generate(), CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("status");
  }

  private static JsonNode written(ResourceStatus status) {
    try (EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
        KubernetesClient client = StrictClient.of(Config.fromKubeconfig(api.kubeconfig()))) {
      Instances.prepare(client);
      new Instances(client, Duration.ofSeconds(10)).create("vm", "{}");
      KubernetesStatusStore<RawComputeInstance> store =
          new KubernetesStatusStore<>(
              client,
              RawComputeInstance.class,
              ComputeInstanceAdapter.FINALIZER,
              new RemembersNothing());
      StoredResource seen = store.readFresh(KEY).orElseThrow();
      boolean saved =
          store.compareAndSet(seen, status).match(now -> true, () -> false, () -> false);
      assertThat(saved).isTrue();
      return client
          .resources(RawComputeInstance.class)
          .inNamespace(KEY.namespace())
          .withName(KEY.name())
          .get()
          .getStatus();
    }
  }

  private static final class RemembersNothing implements ResourceCache<RawComputeInstance> {
    @Override
    public Optional<RawComputeInstance> find(ResourceKey key) {
      return Optional.empty();
    }

    @Override
    public void written(RawComputeInstance resource) {}

    @Override
    public void ended(ResourceKey key, String uid) {}
  }
}
