package io.cloudkit.controller.testapi;

import static org.awaitility.Awaitility.await;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.testkit.kubernetes.EmbeddedKubernetesApi;
import io.cloudkit.testkit.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An API that knows Widgets, with a client of somebody else: a user, a playbook. */
public final class TestCluster implements AutoCloseable {
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.test.cloudkit.io}
      spec:
        group: test.cloudkit.io
        scope: Namespaced
        names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                status: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private final AtomicInteger namespaces = new AtomicInteger();
  private final KubernetesApi api;
  private final KubernetesClient client;

  public TestCluster(ApiKind kind) {
    api = kind.start();
    client = StrictClient.patient(config());
    CustomResourceDefinition crd =
        client
            .getKubernetesSerialization()
            .unmarshal(
                new ByteArrayInputStream(CRD.getBytes(StandardCharsets.UTF_8)),
                CustomResourceDefinition.class);
    client.resource(crd).create();
    await()
        .ignoreExceptions()
        .until(() -> client.resources(Widget.class).inAnyNamespace().list() != null);
  }

  public Config config() {
    return Config.fromKubeconfig(api.kubeconfig());
  }

  public KubernetesApi api() {
    return api;
  }

  public EmbeddedKubernetesApi embedded() {
    return (EmbeddedKubernetesApi) api;
  }

  /** A client of somebody else. */
  public KubernetesClient client() {
    return client;
  }

  /** A namespace that nothing is in. */
  public String freshNamespace() {
    String name = "ns-" + namespaces.incrementAndGet();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  public Widget create(ResourceKey key, String spec) {
    String document =
        "{\"apiVersion\": \"test.cloudkit.io/v1\", \"kind\": \"Widget\", \"metadata\":"
            + " {\"namespace\": \""
            + key.namespace()
            + "\", \"name\": \""
            + key.name()
            + "\"}, \"spec\": "
            + spec
            + "}";
    return client
        .resource(client.getKubernetesSerialization().unmarshal(document, Widget.class))
        .create();
  }

  public Resource<Widget> at(ResourceKey key) {
    return client.resources(Widget.class).inNamespace(key.namespace()).withName(key.name());
  }

  /** Somebody changes a resource without asking what it was. */
  public Widget patch(ResourceKey key, String merge) {
    return at(key).patch(PatchContext.of(PatchType.JSON_MERGE), merge);
  }

  /** Somebody changes the status of a resource without asking what it was. */
  public Widget patchStatus(ResourceKey key, String merge) {
    return at(key).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), merge);
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
