package io.cloudkit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator relies on, through the client it uses; holds on both kinds of API. */
abstract class ClientScenes {
  private KubernetesClient client;
  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      widgets;

  ClientScenes() {}

  /** Serves the widgets and nothing that an earlier scene left. */
  abstract KubernetesApi api();

  /** The scene is over and its client closed. */
  void release() {}

  @BeforeEach
  void connect() {
    client = Widgets.client(api());
    widgets = Widgets.in(client);
  }

  @AfterEach
  void disconnect() {
    widgets.inNamespace("default").list().getItems().forEach(this::discard);
    client.close();
    release();
  }

  private void discard(GenericKubernetesResource widget) {
    named(widget.getMetadata().getName())
        .edit(
            found -> {
              found.getMetadata().setFinalizers(List.of());
              return found;
            });
    named(widget.getMetadata().getName()).delete();
  }

  private Resource<GenericKubernetesResource> named(String name) {
    return widgets.inNamespace("default").withName(name);
  }

  private GenericKubernetesResource create(GenericKubernetesResource widget) {
    return widgets.inNamespace("default").resource(widget).create();
  }

  @Test
  void createdObjectsAreReadAndListed() {
    GenericKubernetesResource created = create(widget("one", 3));

    assertThat(created.getMetadata().getUid()).isNotEmpty();
    assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(named("one").get().<Integer>get("spec", "size")).isEqualTo(3);
    assertThat(widgets.inNamespace("default").list().getItems()).hasSize(1);
    assertThat(widgets.inAnyNamespace().list().getItems()).hasSize(1);
  }

  @Test
  void theSchemaIsEnforced() {
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> create(widget("wrong", 0)))
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(422));
  }

  @Test
  void theSameNameTwiceIsAConflict() {
    create(widget("one", 1));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> create(widget("one", 1)))
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(409));
  }

  @Test
  void aStaleStatusIsRefused() {
    GenericKubernetesResource stale = create(widget("one", 1));
    named("one")
        .edit(
            found -> {
              found.setAdditionalProperty("spec", Map.of("size", 2));
              return found;
            });
    stale.setAdditionalProperty("status", Map.of("phase", "Ready"));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> widgets.inNamespace("default").resource(stale).updateStatus())
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(409));
  }

  @Test
  void statusAndSpecAreWrittenApart() {
    GenericKubernetesResource both = create(widget("one", 1));
    both.setAdditionalProperty("spec", Map.of("size", 9));
    both.setAdditionalProperty("status", Map.of("phase", "Ready"));
    widgets.inNamespace("default").resource(both).updateStatus();

    GenericKubernetesResource found = named("one").get();
    assertThat(found.<Integer>get("spec", "size")).isEqualTo(1);
    assertThat(found.<String>get("status", "phase")).isEqualTo("Ready");
    assertThat(found.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void aMergePatchCountsTheGeneration() {
    create(widget("one", 1));
    GenericKubernetesResource patched =
        named("one").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"size\":5}}");

    assertThat(patched.<Integer>get("spec", "size")).isEqualTo(5);
    assertThat(patched.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void aFinalizerHoldsADeletedObject() {
    GenericKubernetesResource held = widget("held", 1);
    held.getMetadata().setFinalizers(List.of("example.com/hold"));
    create(held);
    named("held").delete();
    assertThat(named("held").get().getMetadata().getDeletionTimestamp()).isNotEmpty();

    named("held")
        .edit(
            found -> {
              found.getMetadata().setFinalizers(List.of());
              return found;
            });

    assertThat(named("held").get()).isNull();
  }

  @Test
  void anInformerSeesObjectsComeChangeAndGo() {
    List<String> seen = new CopyOnWriteArrayList<>();
    create(widget("before", 1));
    try (SharedIndexInformer<GenericKubernetesResource> informer =
        widgets.inNamespace("default").inform(noting(seen))) {
      assertThat(informer.isRunning()).isTrue();
      create(widget("later", 1));
      awaited(seen, "+later 1");
      named("later").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"size\":2}}");
      awaited(seen, "~later 2");
      named("later").delete();
      awaited(seen, "-later 2");
    }
    assertThat(seen).containsExactly("+before 1", "+later 1", "~later 2", "-later 2");
  }

  @Test
  void anInformerCatchesUpAfterTheServerWasDown() {
    List<String> seen = new CopyOnWriteArrayList<>();
    create(widget("one", 1));
    try (SharedIndexInformer<GenericKubernetesResource> informer =
        widgets.inNamespace("default").inform(noting(seen))) {
      awaited(seen, "+one 1");
      String url = api().url();
      api().goDown();
      assertThatExceptionOfType(KubernetesClientException.class)
          .isThrownBy(() -> named("one").get());
      api().comeUp();

      assertThat(api().url()).isEqualTo(url);
      create(widget("two", 2));
      awaited(seen, "+two 2");
      assertThat(informer.isRunning()).isTrue();
    }
    assertThat(seen).containsExactly("+one 1", "+two 2");
  }

  @Test
  void whatLeavesASelectionIsSeenAsItWasInIt() {
    List<String> seen = new CopyOnWriteArrayList<>();
    GenericKubernetesResource chosen = widget("one", 1);
    chosen.getMetadata().setLabels(Map.of("chosen", "yes"));
    create(chosen);
    try (Watch watch =
        widgets.inNamespace("default").withLabel("chosen", "yes").watch(labels(seen))) {
      awaited(seen, "ADDED {chosen=yes}");
      named("one")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"labels\":{\"chosen\":\"no\"}}}");
      awaited(seen, "DELETED {chosen=yes}");
      assertThat(watch).isNotNull();
    }
  }

  private static Watcher<GenericKubernetesResource> labels(List<String> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, GenericKubernetesResource widget) {
        seen.add(action + " " + widget.getMetadata().getLabels());
      }

      @Override
      public void onClose(WatcherException cause) {
        seen.add("closed");
      }
    };
  }

  private static void awaited(List<String> seen, String event) {
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(seen).contains(event));
  }

  private static ResourceEventHandler<GenericKubernetesResource> noting(List<String> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(GenericKubernetesResource widget) {
        seen.add("+" + shown(widget));
      }

      @Override
      public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource widget) {
        seen.add("~" + shown(widget));
      }

      @Override
      public void onDelete(GenericKubernetesResource widget, boolean unknown) {
        seen.add("-" + shown(widget));
      }
    };
  }

  private static String shown(GenericKubernetesResource widget) {
    return widget.getMetadata().getName() + " " + widget.get("spec", "size");
  }

  private static GenericKubernetesResource widget(String name, int size) {
    GenericKubernetesResource widget = Widgets.named(name);
    Widgets.setSize(widget, size);
    return widget;
  }
}
