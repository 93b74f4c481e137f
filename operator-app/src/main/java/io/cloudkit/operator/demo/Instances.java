package io.cloudkit.operator.demo;

import io.cloudkit.operator.resource.ComputeInstance;
import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** ComputeInstances, as a user handles them with kubectl. Thread-safe. */
public final class Instances {
  /** Where they live, unless another place is named. */
  public static final String NAMESPACE = "cloudkit-demo";

  private static final ResourceDefinitionContext TYPE =
      new ResourceDefinitionContext.Builder()
          .withGroup("cloudkit.openshift.io")
          .withVersion("v1alpha1")
          .withKind("ComputeInstance")
          .withPlural("computeinstances")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final Duration patience;

  /**
   * Those of {@link #NAMESPACE}.
   *
   * @param patience how long anything is awaited
   */
  public Instances(KubernetesClient client, Duration patience) {
    this(client, NAMESPACE, patience);
  }

  /**
   * Those of a namespace.
   *
   * @param patience how long anything is awaited
   */
  public Instances(KubernetesClient client, String namespace, Duration patience) {
    this.client = client;
    this.namespace = namespace;
    this.patience = patience;
  }

  /** What an administrator does once: the CRD and the namespace. */
  public static void prepare(KubernetesClient client) {
    byte[] crd = ComputeInstance.crdYaml().getBytes(StandardCharsets.UTF_8);
    client.load(new ByteArrayInputStream(crd)).create();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  /** Creates one; answers with its uid. */
  public String create(String name, String parameters) {
    return create(name, parameters, List.of());
  }

  /** Creates one that bears those finalizers already; answers with its uid. */
  public String create(String name, String parameters, List<String> finalizers) {
    return create(name, parameters, meta -> meta.withFinalizers(finalizers));
  }

  /** Creates one that chooses who launches for it; answers with its uid. */
  public String createAt(String provider, String name, String parameters) {
    return create(
        name,
        parameters,
        meta -> meta.addToAnnotations(ComputeInstanceAdapter.PROVIDER_ANNOTATION, provider));
  }

  private String create(String name, String parameters, UnaryOperator<ObjectMetaBuilder> metadata) {
    GenericKubernetesResource instance = new GenericKubernetesResource();
    instance.setApiVersion("cloudkit.openshift.io/v1alpha1");
    instance.setKind("ComputeInstance");
    instance.setMetadata(
        metadata.apply(new ObjectMetaBuilder().withName(name).withNamespace(namespace)).build());
    instance.setAdditionalProperty(
        "spec", Map.of("templateID", "demo.templates.small", "templateParameters", parameters));
    return client.resource(instance).inNamespace(namespace).create().getMetadata().getUid();
  }

  /** Changes what a user asks of one. */
  public void change(String name, String parameters) {
    merge(name, Map.of("spec", Map.of("templateParameters", parameters)));
  }

  public void annotate(String name, String annotation, String value) {
    merge(name, Map.of("metadata", Map.of("annotations", Map.of(annotation, value))));
  }

  /** As kubectl does it: without a version, so that it never conflicts with the operator. */
  private void merge(String name, Map<String, ?> change) {
    named(name).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(change));
  }

  /** A JSON patch of one's status, by another writer. */
  public void patchStatus(String name, String patch) {
    named(name).subresource("status").patch(PatchContext.of(PatchType.JSON), patch);
  }

  /** Takes one finalizer away, by hand, as {@link #merge} does. */
  public void dropFinalizer(String name, String finalizer) {
    List<String> others =
        named(name).get().getMetadata().getFinalizers().stream()
            .filter(each -> !each.equals(finalizer))
            .toList();
    merge(name, Map.of("metadata", Map.of("finalizers", others)));
  }

  /** Puts a finalizer on one, by hand. */
  public void addFinalizer(String name, String finalizer) {
    named(name)
        .edit(
            each -> {
              each.getMetadata().getFinalizers().add(finalizer);
              return each;
            });
  }

  public static boolean hasFinalizer(GenericKubernetesResource instance, String finalizer) {
    return instance.getMetadata().getFinalizers().contains(finalizer);
  }

  /** Takes all finalizers away, as by force. */
  public void dropFinalizers(String name) {
    named(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  /** Orders the deletion of one, and does not wait for it. */
  public void delete(String name) {
    named(name).delete();
  }

  public Optional<GenericKubernetesResource> find(String name) {
    return Optional.ofNullable(named(name).get());
  }

  /** Tells of each version of one from now on, until it is closed. */
  public Watch watch(String name, Consumer<GenericKubernetesResource> told) {
    return named(name)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, GenericKubernetesResource instance) {
                told.accept(instance);
              }

              @Override
              public void onClose(WatcherException broken) {}
            });
  }

  /** How many there are of which this is so. */
  public long count(Predicate<GenericKubernetesResource> condition) {
    return client.genericKubernetesResources(TYPE).inNamespace(namespace).list().getItems().stream()
        .filter(condition)
        .count();
  }

  /** Waits until one is as it should be, and says what was awaited in vain. */
  public GenericKubernetesResource await(
      String name, String what, Predicate<GenericKubernetesResource> condition)
      throws SceneFailure {
    try {
      return named(name)
          .waitUntilCondition(
              instance -> instance != null && condition.test(instance),
              patience.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException late) {
      throw new SceneFailure(
          name
              + ": expected within "
              + patience.toSeconds()
              + " s: "
              + what
              + "; found "
              + text(name));
    }
  }

  /** Waits until one is gone. */
  public void awaitGone(String name) throws SceneFailure {
    try {
      named(name).waitUntilCondition(Objects::isNull, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException late) {
      throw new SceneFailure(
          name
              + ": expected to be gone within "
              + patience.toSeconds()
              + " s; found "
              + text(name));
    }
  }

  /** Calls back with each instance whenever its status says something new. */
  public Watch follow(BiConsumer<String, String> onLine) {
    Map<String, String> last = new HashMap<>();
    return client
        .genericKubernetesResources(TYPE)
        .inNamespace(namespace)
        .watch(
            new Watcher<GenericKubernetesResource>() {
              @Override
              public void eventReceived(Action action, GenericKubernetesResource instance) {
                if (action == Action.BOOKMARK || action == Action.ERROR) {
                  return;
                }
                String name = instance.getMetadata().getName();
                String line = action == Action.DELETED ? "gone" : summary(instance);
                if (!line.equals(last.put(name, line))) {
                  onLine.accept(name, line);
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                // the API went away; what is awaited says so
              }
            });
  }

  public static String phase(GenericKubernetesResource instance) {
    return Objects.toString(instance.get("status", "phase"), "");
  }

  public static boolean isAvailable(GenericKubernetesResource instance) {
    return isTrue(instance, "Available");
  }

  /** Whether that condition is True for the present generation. */
  public static boolean isTrue(GenericKubernetesResource instance, String type) {
    return condition(instance, type)
        .filter(each -> "True".equals(each.get("status")))
        .filter(each -> generation(each) == instance.getMetadata().getGeneration())
        .isPresent();
  }

  /** What that condition says; empty if it is not there. */
  public static String message(GenericKubernetesResource instance, String type) {
    return condition(instance, type)
        .map(each -> Objects.toString(each.get("message"), ""))
        .orElse("");
  }

  private static Optional<Map<?, ?>> condition(GenericKubernetesResource instance, String type) {
    if (!(instance.get("status", "conditions") instanceof List<?> conditions)) {
      return Optional.empty();
    }
    for (Object each : conditions) {
      if (each instanceof Map<?, ?> condition && type.equals(condition.get("type"))) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static long generation(Map<?, ?> condition) {
    return condition.get("observedGeneration") instanceof Number number ? number.longValue() : 0;
  }

  /** State of its current job of that kind, {@code provisionJob} or {@code deprovisionJob}. */
  public static String jobState(GenericKubernetesResource instance, String slot) {
    return Objects.toString(instance.get("status", slot, "state"), "");
  }

  private static String summary(GenericKubernetesResource instance) {
    String slot =
        instance.get("status", "deprovisionJob") == null ? "provisionJob" : "deprovisionJob";
    String job =
        instance.get("status", slot) == null
            ? ""
            : "  " + instance.get("status", slot, "id") + " " + jobState(instance, slot);
    String launch = instance.get("status", "launch") == null ? "" : "  launching";
    return (phase(instance).isEmpty() ? "created" : phase(instance)) + job + launch;
  }

  private String text(String name) {
    return find(name)
        .map(instance -> "status " + instance.get("status"))
        .orElse("no such instance");
  }

  private Resource<GenericKubernetesResource> named(String name) {
    return client.genericKubernetesResources(TYPE).inNamespace(namespace).withName(name);
  }
}
