package io.cloudkit.testkit.eda.playbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What playbooks see of Kubernetes: documents by namespace and name, never by uid, and merge
 * patches without a resourceVersion. Repeats nothing by itself. Thread-safe.
 */
final class Cluster implements AutoCloseable {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final ManagedKind kind;
  private final ResourceDefinitionContext context;
  private final MachineObjects machines;

  Cluster(String kubeconfig, ManagedKind kind) {
    Config config = Config.fromKubeconfig(kubeconfig);
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout((int) TIMEOUT.toMillis());
    config.setConnectionTimeout((int) TIMEOUT.toMillis());
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.kind = kind;
    this.machines = new MachineObjects(client, kind);
    this.context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(true)
            .build();
  }

  ManagedKind kind() {
    return kind;
  }

  /** The machines that playbooks make. */
  MachineObjects machines() {
    return machines;
  }

  /** The resource of that name, whichever it is now. */
  JsonNode read(String namespace, String name) throws PlaybookFailure {
    return get(kind.group(), kind.version(), kind.plural(), namespace, name);
  }

  /** The namespace where a tenant's machines live. */
  String tenantNamespace(Tenants tenants, String namespace, String name) throws PlaybookFailure {
    JsonNode tenant = get(tenants.group(), tenants.version(), tenants.plural(), namespace, name);
    String found = tenant.at("/status/namespace").asText("");
    if (found.isEmpty()) {
      throw new PlaybookFailure("tenant " + namespace + "/" + name + " has no status.namespace");
    }
    return found;
  }

  private JsonNode get(String group, String version, String plural, String namespace, String name)
      throws PlaybookFailure {
    String path =
        "/apis/%s/%s/namespaces/%s/%s/%s".formatted(group, version, namespace, plural, name);
    try {
      Optional<String> document = Optional.ofNullable(client.raw(path));
      return MAPPER.readTree(
          document.orElseThrow(() -> new PlaybookFailure("found nothing at " + path)));
    } catch (KubernetesClientException | JsonProcessingException refused) {
      throw new PlaybookFailure("reading " + path + " failed: " + refused.getMessage());
    }
  }

  void patch(String namespace, String name, ObjectNode merge) throws PlaybookFailure {
    try {
      var unused =
          client
              .genericKubernetesResources(context)
              .inNamespace(namespace)
              .withName(name)
              .patch(PatchContext.of(PatchType.JSON_MERGE), merge.toString());
    } catch (KubernetesClientException refused) {
      throw new PlaybookFailure(
          "patching %s/%s failed: %d %s"
              .formatted(namespace, name, refused.getCode(), refused.getMessage()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
