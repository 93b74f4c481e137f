package io.cloudkit.testkit.eda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An embedded API with ComputeInstances and Tenants, and a person who works on it. */
public final class Instances implements AutoCloseable {
  public static final String OURS = "cloudkit.openshift.io/computeinstance";
  static final String THEIRS = "cloudkit.openshift.io/computeinstance-aap";
  static final String ANNOTATION = "cloudkit.openshift.io/reconciled-config-version";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  final EmbeddedKubernetesApi api = EmbeddedKubernetesApi.start();
  private final KubernetesClient client;

  public Instances() {
    api.applyCrd(Instances.class.getResourceAsStream("computeinstances.yaml"));
    Config config = Config.fromKubeconfig(api.kubeconfig());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Of a client with every right. */
  public String kubeconfig() {
    return api.kubeconfig();
  }

  Resource<GenericKubernetesResource> named(String name) {
    return client
        .genericKubernetesResources("cloudkit.openshift.io/v1alpha1", "ComputeInstance")
        .inNamespace("default")
        .withName(name);
  }

  public GenericKubernetesResource create(String name, String... finalizers) {
    return client
        .resource(document("ComputeInstance", name, finalizers))
        .inNamespace("default")
        .create();
  }

  /** From now on the API knows the kind of KubeVirt. */
  void serveVirtualMachines() {
    api.applyCrd(Instances.class.getResourceAsStream("virtualmachines.yaml"));
  }

  /** The names of the machines that are labelled with that instance. */
  List<String> machinesOf(String name) {
    return client
        .genericKubernetesResources("kubevirt.io/v1", "VirtualMachine")
        .inNamespace("default")
        .withLabel("cloudkit.openshift.io/computeinstance", name)
        .list()
        .getItems()
        .stream()
        .map(each -> each.getMetadata().getName())
        .toList();
  }

  void createTenant(String name, String machineNamespace) {
    GenericKubernetesResource tenant = document("Tenant", name);
    tenant.setAdditionalProperty("status", new HashMap<>(Map.of("namespace", machineNamespace)));
    client.resource(tenant).inNamespace("default").create();
  }

  private static GenericKubernetesResource document(
      String kind, String name, String... finalizers) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("templateID", "small");
    spec.put("templateParameters", "{}");
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("cloudkit.openshift.io/v1alpha1")
        .withKind(kind)
        .withNewMetadata()
        .withName(name)
        .withFinalizers(finalizers)
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  Optional<GenericKubernetesResource> find(String name) {
    return Optional.ofNullable(named(name).get());
  }

  List<String> finalizers(String name) {
    return find(name).orElseThrow().getMetadata().getFinalizers();
  }

  public Optional<String> annotated(String name) {
    return Optional.ofNullable(find(name).orElseThrow().getMetadata().getAnnotations())
        .map(all -> all.get(ANNOTATION));
  }

  void annotate(String name, String key, String value) {
    named(name)
        .edit(
            instance ->
                new GenericKubernetesResourceBuilder(instance)
                    .editMetadata()
                    .addToAnnotations(key, value)
                    .endMetadata()
                    .build());
  }

  void setFinalizers(String name, String... finalizers) {
    named(name)
        .edit(
            instance ->
                new GenericKubernetesResourceBuilder(instance)
                    .editMetadata()
                    .withFinalizers(finalizers)
                    .endMetadata()
                    .build());
  }

  /** What an operator posts: the resource as it is, with the version it wants and a claim. */
  public ObjectNode payload(String name, String version) {
    ObjectNode payload = MAPPER.valueToTree(find(name).orElseThrow());
    payload.withObject("/status").put("desiredConfigVersion", version);
    return payload;
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
