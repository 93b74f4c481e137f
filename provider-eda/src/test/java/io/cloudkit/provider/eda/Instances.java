package io.cloudkit.provider.eda;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.testkit.eda.playbook.EdaJob;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ComputeInstances at an embedded API server, with the status that the engine would write. */
public final class Instances implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: computeinstances.cloudkit.openshift.io}
      spec:
        group: cloudkit.openshift.io
        scope: Namespaced
        names: {plural: computeinstances, singular: computeinstance, kind: ComputeInstance}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private final EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
  private final KubernetesClient client;

  public Instances() {
    api.applyCrd(new ByteArrayInputStream(CRD.getBytes(StandardCharsets.UTF_8)));
    Config config = Config.fromKubeconfig(api.kubeconfig());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  public String kubeconfig() {
    return api.kubeconfig();
  }

  /** The instance as it is now, made if it is not there, deleted if it is to be deprovisioned. */
  public ResourceSnapshot snapshot(String name, JobType purpose) {
    if (named(name).get() == null) {
      client.resource(document(name)).inNamespace("default").create();
    }
    if (purpose == JobType.DEPROVISION && !named(name).get().isMarkedForDeletion()) {
      named(name).delete();
    }
    Map<String, Object> document =
        MAPPER.convertValue(named(name).get(), new TypeReference<HashMap<String, Object>>() {});
    document.put("status", status(purpose));
    return ResourceSnapshot.of(document);
  }

  private static Map<String, Object> status(JobType purpose) {
    Map<String, Object> status = new HashMap<>();
    status.put("tenantReference", Map.of("name", "t", "namespace", "tns"));
    status.put("launchSequence", purpose == JobType.PROVISION ? 1 : 2);
    if (purpose == JobType.DEPROVISION) {
      status.put(
          "provisionJob",
          Map.of("id", "eda-webhook-2", "provider", "tck", "operation", "0", "state", "Succeeded"));
    }
    return status;
  }

  private static GenericKubernetesResource document(String name) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("cloudkit.openshift.io/v1alpha1")
        .withKind("ComputeInstance")
        .withNewMetadata()
        .withName(name)
        .withFinalizers("cloudkit.openshift.io/computeinstance")
        .endMetadata()
        .addToAdditionalProperties("spec", new HashMap<>(Map.of("templateID", "small")))
        .build();
  }

  /** The instance once a playbook has named in its annotation what it reached. */
  public ResourceSnapshot awaitSaid(String name) {
    await().until(() -> snapshot(name, JobType.PROVISION).annotations().containsKey(Vm.ANNOTATION));
    return snapshot(name, JobType.PROVISION);
  }

  /** Whether the playbook of a job has said on its instance that it is done. */
  public boolean isSignalled(EdaJob job) {
    GenericKubernetesResource now = named(job.event().text("/metadata/name").orElseThrow()).get();
    List<String> finalizers = new ArrayList<>(now.getMetadata().getFinalizers());
    Map<String, String> annotations = now.getMetadata().getAnnotations();
    return now.isMarkedForDeletion()
        ? !finalizers.contains(Vm.FINALIZER)
        : annotations != null
            && job.event()
                .text("/status/desiredConfigVersion")
                .filter(word -> word.equals(annotations.get(Vm.ANNOTATION)))
                .isPresent();
  }

  private Resource<GenericKubernetesResource> named(String name) {
    return client
        .genericKubernetesResources("cloudkit.openshift.io/v1alpha1", "ComputeInstance")
        .inNamespace("default")
        .withName(name);
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
