package io.cloudkit.testkit.eda.playbook;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Map;

/**
 * Machines as VirtualMachines of KubeVirt, named like their resource and labelled with its name
 * (§4), where the API serves that kind; elsewhere a machine is in the ledger alone. None of them
 * ever runs. Thread-safe.
 */
final class MachineObjects {
  private static final String GROUP = "kubevirt.io";
  private static final String VERSION = "v1";
  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup(GROUP)
          .withVersion(VERSION)
          .withKind("VirtualMachine")
          .withPlural("virtualmachines")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final String label;

  MachineObjects(KubernetesClient client, ManagedKind of) {
    this.client = client;
    this.label = of.group() + "/" + of.kind().toLowerCase(Locale.ROOT);
  }

  /** Makes one, or keeps the one that is there. */
  void create(String namespace, String name) throws PlaybookFailure {
    try {
      if (isServed()) {
        var unused = named(namespace, name).create();
      }
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw failure("making", namespace, name, refused);
      }
    }
  }

  /** Removes it, if it is there. */
  void delete(String namespace, String name) throws PlaybookFailure {
    try {
      if (isServed()) {
        var unused = named(namespace, name).delete();
      }
    } catch (KubernetesClientException refused) {
      throw failure("removing", namespace, name, refused);
    }
  }

  private boolean isServed() {
    return client.raw("/apis/" + GROUP + "/" + VERSION) != null;
  }

  private Resource<GenericKubernetesResource> named(String namespace, String name) {
    GenericKubernetesResource machine =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(GROUP + "/" + VERSION)
            .withKind(KIND.getKind())
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels(label, name)
            .endMetadata()
            .addToAdditionalProperties(
                "spec",
                Map.of(
                    "runStrategy",
                    "Halted",
                    "template",
                    Map.of("spec", Map.of("domain", Map.of("devices", Map.of())))))
            .build();
    return client.genericKubernetesResources(KIND).inNamespace(namespace).resource(machine);
  }

  private static PlaybookFailure failure(
      String what, String namespace, String name, KubernetesClientException refused) {
    return new PlaybookFailure(
        "%s the VirtualMachine %s/%s failed: %d %s"
            .formatted(what, namespace, name, refused.getCode(), refused.getMessage()));
  }
}
