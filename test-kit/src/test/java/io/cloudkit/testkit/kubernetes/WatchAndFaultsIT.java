package io.cloudkit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches and leases as fabric8 uses them over okhttp, and trouble on order. */
class WatchAndFaultsIT {
  private static final String WIDGETS = "/apis/example.com/v1/namespaces/default/widgets";

  private EmbeddedKubernetesApi api;
  private KubernetesClient client;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    api = EmbeddedKubernetesApi.start();
    api.applyCrd(Widgets.crd());
    client = Widgets.client(api);
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void anInformerSeesAddUpdateAndDelete() {
    create("early");
    try (var informer = Widgets.in(client).inAnyNamespace().inform(recorder())) {
      await().untilAsserted(() -> assertThat(seen).containsExactly("+early"));
      create("late");
      GenericKubernetesResource late = Widgets.in(client).withName("late").get();
      Widgets.setSize(late, 2);
      client.resource(late).update();
      client.resource(late).delete();
      await()
          .untilAsserted(
              () -> assertThat(seen).containsExactly("+early", "+late", "~late", "-late"));
      assertThat(informer.isWatching()).isTrue();
    }
  }

  @Test
  void anInformerFindsItsWayAfterAnOutage() {
    try (var informer = Widgets.in(client).inAnyNamespace().inform(recorder())) {
      create("before");
      await().untilAsserted(() -> assertThat(seen).containsExactly("+before"));
      api.goDown();
      assertThatThrownBy(() -> create("during")).isInstanceOf(KubernetesClientException.class);
      api.comeUp();
      create("after");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(seen).contains("+before", "+after"));
      assertThat(informer.getStore().list()).hasSize(2);
    }
  }

  @Test
  void aWatchOfTheDistantPastIsTold410() throws Exception {
    try (var small = EmbeddedKubernetesApi.startWithHistoryOf(3)) {
      for (String name : List.of("one", "two", "three", "four", "five")) {
        small.createNamespace(name);
      }
      String body = get(small.url() + "/api/v1/namespaces?watch=true&resourceVersion=101");
      assertThat(body).contains("\"type\":\"ERROR\"").contains("\"code\":410");
    }
  }

  @Test
  void aWatchSeesAnObjectLeaveItsSelection() throws Exception {
    String version = Widgets.in(client).list().getMetadata().getResourceVersion();
    GenericKubernetesResource widget = Widgets.named("a");
    widget.getMetadata().setLabels(java.util.Map.of("tier", "gold"));
    GenericKubernetesResource created = client.resource(widget).create();
    created.getMetadata().setLabels(java.util.Map.of("tier", "lead"));
    client.resource(created).update();
    String watch = "?watch=true&timeoutSeconds=1&labelSelector=tier%3Dgold&resourceVersion=";
    assertThat(get(api.url() + WIDGETS + watch + version).lines())
        .extracting(line -> line.substring(9, 14))
        .containsExactly("ADDED", "DELET");
  }

  @Test
  void aLeaseIsHeldByOneAndThenByTheOther() {
    AtomicBoolean firstLeads = new AtomicBoolean();
    AtomicBoolean secondLeads = new AtomicBoolean();
    var first = elector("first", firstLeads).start();
    await().untilTrue(firstLeads);
    var second = elector("second", secondLeads).start();
    assertThat(secondLeads).isFalse();
    first.cancel(true);
    await().atMost(Duration.ofSeconds(15)).untilTrue(secondLeads);
    second.cancel(true);
  }

  @Test
  void failsAndForgetsAsOrdered() {
    api.next("POST", "*/widgets").answers(503).times(2);
    assertThatThrownBy(() -> create("a")).hasMessageContaining("503");
    assertThatThrownBy(() -> create("a")).hasMessageContaining("503");
    create("a");
    api.next("PUT", "*/widgets/a").drops();
    api.next("PUT", "*/widgets/a").drops();
    GenericKubernetesResource a = Widgets.in(client).withName("a").get();
    Widgets.setSize(a, 2);
    assertThatThrownBy(() -> client.resource(a).update())
        .isInstanceOf(KubernetesClientException.class);
    assertThat(api.count(ApiVerb.CREATE, "widgets")).isEqualTo(3);
  }

  /** okhttp repeats a request whose used connection broke, so the lost answer shows as conflict. */
  @Test
  void commitsAndLosesTheAnswer() {
    GenericKubernetesResource a = create("a");
    api.next("PUT", "*/widgets/a").losesTheAnswer();
    Widgets.setSize(a, 2);
    assertThatThrownBy(() -> client.resource(a).update())
        .isInstanceOf(KubernetesClientException.class);
    assertThat(Widgets.in(client).withName("a").get().<Integer>get("spec", "size")).isEqualTo(2);
  }

  @Test
  void slipsARivalInBetween() {
    GenericKubernetesResource a = create("a");
    api.next("PUT", "*/widgets/a").first(() -> rename("a"));
    Widgets.setSize(a, 2);
    assertThatThrownBy(() -> client.resource(a).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  private void rename(String name) {
    Widgets.in(client)
        .withName(name)
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"by\":\"rival\"}}}");
  }

  private io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector elector(
      String identity, AtomicBoolean leads) {
    return client
        .leaderElector()
        .withConfig(
            new LeaderElectionConfigBuilder()
                .withName("test")
                .withLock(new LeaseLock("default", "lease", identity))
                .withLeaseDuration(Duration.ofSeconds(3))
                .withRenewDeadline(Duration.ofSeconds(2))
                .withRetryPeriod(Duration.ofMillis(200))
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(
                    new LeaderCallbacks(
                        () -> leads.set(true), () -> leads.set(false), holder -> {}))
                .build())
        .build();
  }

  private GenericKubernetesResource create(String name) {
    return client.resource(Widgets.named(name)).create();
  }

  private ResourceEventHandler<GenericKubernetesResource> recorder() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(GenericKubernetesResource widget) {
        seen.add("+" + widget.getMetadata().getName());
      }

      @Override
      public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource widget) {
        seen.add("~" + widget.getMetadata().getName());
      }

      @Override
      public void onDelete(GenericKubernetesResource widget, boolean unknown) {
        seen.add("-" + widget.getMetadata().getName());
      }
    };
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
