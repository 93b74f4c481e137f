package io.cloudkit.operator.tenant;

import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the Tenant of a ComputeInstance exists and is referred to, and says what is still
 * missing (go-operator-crd.md §5). Another controller makes a Tenant Ready. Thread-safe.
 */
public final class TenantGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantGate.class);

  /** Name of the tenant, set by who creates the instance. */
  public static final String TENANT_ANNOTATION = ComputeInstanceAdapter.PREFIX + "tenant";

  private static final int CONFLICT = 409;
  private static final ResourceDefinitionContext TENANTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("cloudkit.openshift.io")
          .withVersion("v1alpha1")
          .withKind("Tenant")
          .withPlural("tenants")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final SharedIndexInformer<GenericKubernetesResource> tenants;

  private TenantGate(
      KubernetesClient client, SharedIndexInformer<GenericKubernetesResource> tenants) {
    this.client = client;
    this.tenants = tenants;
  }

  /**
   * A gate, if the cluster has Tenants; a cluster without them needs none.
   *
   * @param onChange called with the name of each Tenant object that changed
   */
  public static Optional<TenantGate> open(
      KubernetesClient client, String namespace, Consumer<String> onChange) {
    boolean known =
        client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("tenants.cloudkit.openshift.io")
                .get()
            != null;
    if (!known) {
      return Optional.empty();
    }
    SharedIndexInformer<GenericKubernetesResource> informer =
        client
            .genericKubernetesResources(TENANTS)
            .inNamespace(namespace)
            .inform(new Notifier(onChange));
    return Optional.of(new TenantGate(client, informer));
  }

  /**
   * What an instance still waits for from its tenant; empty if nothing is missing. Never blocks.
   */
  public Optional<String> waitsFor(ResourceSnapshot instance) {
    Optional<String> name = tenantName(instance);
    if (name.isEmpty()) {
      return Optional.of(
          "annotation "
              + TENANT_ANNOTATION
              + ": expected the name of the tenant, found none; set it");
    }
    Optional<GenericKubernetesResource> tenant = cached(instance.namespace(), name.get());
    if (tenant.isEmpty()) {
      return Optional.of("Tenant " + name.get() + " is not there yet");
    }
    String phase = Objects.toString(tenant.get().get("status", "phase"), "");
    if (!phase.equals("Ready")) {
      return Optional.of(
          "Tenant " + name.get() + " is not Ready yet; another controller makes it so");
    }
    return isReferred(instance, name.get())
        ? Optional.empty()
        : Optional.of("status.tenantReference is not written yet");
  }

  /**
   * Creates the Tenant and the reference to it where they are missing. Blocks while the API server
   * answers; what fails is tried again with the next call.
   */
  public void prepare(ResourceSnapshot instance) {
    Optional<String> name = tenantName(instance);
    if (name.isEmpty() || instance.isDeleting()) {
      return;
    }
    try {
      Optional<GenericKubernetesResource> tenant = cached(instance.namespace(), name.get());
      if (tenant.isEmpty()) {
        create(instance, name.get());
      } else if (!isOwner(instance, tenant.get())) {
        own(instance, name.get());
      }
      if (!isReferred(instance, name.get())) {
        refer(instance, name.get());
      }
    } catch (KubernetesClientException failed) {
      LOG.warn("{}: tenant {}: {}", instance, name.get(), failed.getMessage());
    }
  }

  /** Name of the Tenant object of an instance; empty if it names no tenant. */
  public static Optional<String> tenantName(ResourceSnapshot instance) {
    return Optional.ofNullable(instance.annotations().get(TENANT_ANNOTATION))
        .filter(tenant -> !tenant.isBlank())
        .map(TenantName::of);
  }

  @Override
  public void close() {
    tenants.close();
  }

  private Optional<GenericKubernetesResource> cached(String namespace, String name) {
    return Optional.ofNullable(tenants.getStore().getByKey(namespace + "/" + name));
  }

  private void create(ResourceSnapshot instance, String name) {
    GenericKubernetesResource tenant = new GenericKubernetesResource();
    tenant.setApiVersion("cloudkit.openshift.io/v1alpha1");
    tenant.setKind("Tenant");
    tenant.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(instance.namespace())
            .addToLabels("app.kubernetes.io/name", "cloudkit-operator")
            .withOwnerReferences(owner(instance))
            .build());
    tenant.setAdditionalProperty(
        "spec", Map.of("name", instance.annotations().get(TENANT_ANNOTATION)));
    try {
      client
          .genericKubernetesResources(TENANTS)
          .inNamespace(instance.namespace())
          .resource(tenant)
          .create();
    } catch (KubernetesClientException exists) {
      if (exists.getCode() != CONFLICT) {
        throw exists;
      }
      own(instance, name);
    }
  }

  /** The Tenant lives as long as any of its instances. */
  private void own(ResourceSnapshot instance, String name) {
    var resource =
        client.genericKubernetesResources(TENANTS).inNamespace(instance.namespace()).withName(name);
    GenericKubernetesResource tenant = resource.get();
    if (tenant == null) {
      return;
    }
    List<OwnerReference> owners = new ArrayList<>(tenant.getMetadata().getOwnerReferences());
    if (!isOwner(instance, tenant)) {
      owners.add(owner(instance));
      tenant.getMetadata().setOwnerReferences(owners);
      resource.patch(PatchContext.of(PatchType.JSON_MERGE), tenant);
    }
  }

  private static boolean isOwner(ResourceSnapshot instance, GenericKubernetesResource tenant) {
    return tenant.getMetadata().getOwnerReferences().stream()
        .anyMatch(each -> each.getUid().equals(instance.uid()));
  }

  private static OwnerReference owner(ResourceSnapshot instance) {
    return new OwnerReferenceBuilder()
        .withApiVersion(instance.apiVersion())
        .withKind(instance.kind())
        .withName(instance.name())
        .withUid(instance.uid())
        .build();
  }

  private static boolean isReferred(ResourceSnapshot instance, String name) {
    return instance.section("status").get("tenantReference") instanceof Map<?, ?> reference
        && name.equals(reference.get("name"))
        && instance.namespace().equals(reference.get("namespace"));
  }

  /** A field of its own: the engine's part of the status stays as it is. */
  private void refer(ResourceSnapshot instance, String name) {
    String patch =
        "{\"status\":{\"tenantReference\":{\"name\":\""
            + name
            + "\",\"namespace\":\""
            + instance.namespace()
            + "\"}}}";
    client
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("cloudkit.openshift.io")
                .withVersion("v1alpha1")
                .withKind("ComputeInstance")
                .withPlural("computeinstances")
                .withNamespaced(true)
                .build())
        .inNamespace(instance.namespace())
        .withName(instance.name())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private record Notifier(Consumer<String> onChange)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource tenant) {
      onChange.accept(tenant.getMetadata().getName());
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource tenant) {
      onChange.accept(tenant.getMetadata().getName());
    }

    @Override
    public void onDelete(GenericKubernetesResource tenant, boolean stateUnknown) {
      onChange.accept(tenant.getMetadata().getName());
    }
  }
}
