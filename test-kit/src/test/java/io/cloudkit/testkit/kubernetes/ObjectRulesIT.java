package io.cloudkit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of objects, by the rules that the real server has. */
class ObjectRulesIT {
  private EmbeddedKubernetesApi api;
  private KubernetesClient client;

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
  void refusesAStaleWriteOfSpecAndOfStatus() {
    GenericKubernetesResource first = create("a");
    GenericKubernetesResource second = read("a");
    Widgets.setStatus(first, "One");
    client.resource(first).updateStatus();

    Widgets.setStatus(second, "Two");
    KubernetesClientException status = refused(() -> client.resource(second).updateStatus());
    KubernetesClientException spec = refused(() -> client.resource(second).update());

    assertThat(status.getCode()).isEqualTo(409);
    assertThat(status.getStatus().getReason()).isEqualTo("Conflict");
    assertThat(status.getStatus().getDetails().getKind()).isEqualTo("widgets");
    assertThat(spec.getCode()).isEqualTo(409);
    assertThat(phase("a")).isEqualTo("One");
  }

  @Test
  void keepsStatusAndTheRestApart() {
    GenericKubernetesResource created = Widgets.named("a");
    Widgets.setStatus(created, "FromCreate");
    client.resource(created).create();
    assertThat(phase("a")).isEmpty();

    GenericKubernetesResource widget = read("a");
    Widgets.setStatus(widget, "Set");
    Widgets.setSize(widget, 9);
    widget.getMetadata().setLabels(Map.of("by", "status"));
    client.resource(widget).updateStatus();
    assertThat(phase("a")).isEqualTo("Set");
    assertThat(size("a")).isEqualTo(1);
    assertThat(read("a").getMetadata().getLabels()).isNullOrEmpty();

    GenericKubernetesResource again = read("a");
    Widgets.setStatus(again, "Lost");
    Widgets.setSize(again, 2);
    client.resource(again).update();
    assertThat(phase("a")).isEqualTo("Set");
    assertThat(size("a")).isEqualTo(2);
  }

  @Test
  void countsGenerationsOfTheSpecOnly() {
    assertThat(create("a").getMetadata().getGeneration()).isEqualTo(1);
    GenericKubernetesResource widget = read("a");
    Widgets.setStatus(widget, "Set");
    client.resource(widget).updateStatus();
    client.resource(read("a")).edit(w -> annotated(w, "k", "v"));
    assertThat(read("a").getMetadata().getGeneration()).isEqualTo(1);

    client
        .resource(read("a"))
        .edit(
            w -> {
              Widgets.setSize(w, 5);
              return w;
            });
    assertThat(read("a").getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void storesNothingWhenNothingChanges() {
    GenericKubernetesResource before = create("a");
    client.resource(read("a")).update();
    assertThat(read("a").getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
  }

  @Test
  void keepsADeletedObjectUntilItsLastFinalizerIsGone() {
    GenericKubernetesResource widget = Widgets.named("a");
    widget.getMetadata().setFinalizers(List.of("example.com/hold"));
    client.resource(widget).create();
    client.resource(read("a")).delete();

    GenericKubernetesResource deleting = read("a");
    assertThat(deleting.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(deleting.getMetadata().getDeletionGracePeriodSeconds()).isZero();
    assertThat(deleting.getMetadata().getGeneration()).isEqualTo(2);

    deleting.getMetadata().setFinalizers(List.of("example.com/hold", "example.com/late"));
    KubernetesClientException late = refused(() -> client.resource(deleting).update());
    assertThat(late.getCode()).isEqualTo(422);
    assertThat(late.getMessage()).contains("no new finalizers can be added");

    deleting.getMetadata().setFinalizers(List.of());
    client.resource(deleting).update();
    assertThat(Widgets.in(client).withName("a").get()).isNull();
  }

  @Test
  void tellsANamesakeByItsUid() {
    GenericKubernetesResource old = create("a");
    client.resource(old).delete();
    KubernetesClientException gone = refused(() -> client.resource(old).updateStatus());
    assertThat(gone.getCode()).as("as kube-apiserver 1.34.1 answers").isEqualTo(404);

    GenericKubernetesResource namesake = create("a");
    assertThat(namesake.getMetadata().getUid()).isNotEqualTo(old.getMetadata().getUid());
    KubernetesClientException other = refused(() -> client.resource(old).updateStatus());
    assertThat(other.getCode()).isEqualTo(409);
    assertThat(other.getMessage()).contains("UID in precondition");
  }

  @Test
  void refusesASecondOfAName() {
    create("a");
    KubernetesClientException second = refused(() -> create("a"));
    assertThat(second.getCode()).isEqualTo(409);
    assertThat(second.getStatus().getReason()).isEqualTo("AlreadyExists");
  }

  @Test
  void inventsNames() {
    GenericKubernetesResource widget = Widgets.named("");
    widget.getMetadata().setName(null);
    widget.getMetadata().setGenerateName("w-");
    assertThat(client.resource(widget).create().getMetadata().getName()).matches("w-[a-z0-9]{5}");
  }

  @Test
  void demandsAVersionForTheUpdateOfACustomResourceOnly() throws Exception {
    GenericKubernetesResource widget = create("a");
    assertThat(put("/apis/example.com/v1/namespaces/default/widgets/a", unversioned(widget)))
        .isEqualTo(422);
    var map = new ConfigMapBuilder().withNewMetadata().withName("m").endMetadata();
    client.resource(map.build()).create();
    String path = "/api/v1/namespaces/default/configmaps/m";
    assertThat(put(path, map.addToData("k", "v").build())).isEqualTo(200);
  }

  @Test
  void checksTheSchemaAndFillsItsDefaults() {
    assertThat(create("a").<Object>get("spec", "colour")).isEqualTo("red");

    GenericKubernetesResource wrong = Widgets.named("b");
    wrong.getAdditionalProperties().put("spec", Map.of("colour", "blue", "code", "A1"));
    KubernetesClientException invalid = refused(() -> client.resource(wrong).create());
    assertThat(invalid.getCode()).isEqualTo(422);
    assertThat(invalid.getStatus().getDetails().getCauses())
        .extracting(cause -> cause.getField() + " " + cause.getReason())
        .containsExactlyInAnyOrder(
            "spec.size FieldValueRequired",
            "spec.colour FieldValueNotSupported",
            "spec.code FieldValueInvalid");
  }

  @Test
  void prunesFieldsThatTheSchemaDoesNotKnow() {
    GenericKubernetesResource widget = Widgets.named("a");
    widget.getAdditionalProperties().put("spec", Map.of("size", 1, "unheard", "of"));
    assertThat(client.resource(widget).create().<Object>get("spec", "unheard")).isNull();
  }

  @Test
  void patchesInFourWays() {
    create("a");
    var widget = Widgets.in(client).withName("a");
    widget.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"size\":3}}");
    assertThat(size("a")).isEqualTo(3);
    widget.patch(
        PatchContext.of(PatchType.JSON),
        "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":3},"
            + "{\"op\":\"replace\",\"path\":\"/spec/size\",\"value\":4}]");
    assertThat(size("a")).isEqualTo(4);

    GenericKubernetesResource applied = Widgets.named("applied");
    client.resource(applied).fieldManager("test").serverSideApply();
    Widgets.setSize(applied, 7);
    client.resource(applied).fieldManager("test").serverSideApply();
    assertThat(size("applied")).isEqualTo(7);

    KubernetesClientException strategic =
        refused(
            () ->
                widget.patch(
                    PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"spec\":{\"size\":3}}"));
    assertThat(strategic.getCode()).isEqualTo(415);
  }

  @Test
  void refusesAPatchWhoseAssumptionIsWrong() {
    GenericKubernetesResource old = create("a");
    var widget = Widgets.in(client).withName("a");
    String test = "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":3}]";
    KubernetesClientException tested =
        refused(() -> widget.patch(PatchContext.of(PatchType.JSON), test));
    assertThat(tested.getCode()).isEqualTo(422);

    widget.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"size\":3}}");
    String stale =
        "{\"metadata\":{\"resourceVersion\":\"%s\",\"finalizers\":[\"example.com/hold\"]}}"
            .formatted(old.getMetadata().getResourceVersion());
    KubernetesClientException late =
        refused(() -> widget.patch(PatchContext.of(PatchType.JSON_MERGE), stale));
    assertThat(late.getCode()).isEqualTo(409);
    assertThat(read("a").getMetadata().getFinalizers()).isNullOrEmpty();
  }

  @Test
  void selectsByLabelsAndFields() {
    create("a");
    client.resource(read("a")).edit(w -> labelled(w, "tier", "gold"));
    create("b");
    assertThat(Widgets.in(client).withLabel("tier", "gold").list().getItems()).hasSize(1);
    assertThat(Widgets.in(client).withoutLabel("tier").list().getItems()).hasSize(1);
    assertThat(Widgets.in(client).withField("metadata.name", "b").list().getItems()).hasSize(1);
  }

  @Test
  void emptiesANamespaceBeforeItGoes() {
    api.createNamespace("short-lived");
    GenericKubernetesResource widget = Widgets.named("a");
    widget.getMetadata().setNamespace("short-lived");
    widget.getMetadata().setFinalizers(List.of("example.com/hold"));
    client.resource(widget).create();
    client.namespaces().withName("short-lived").delete();

    assertThat(client.namespaces().withName("short-lived").get().getStatus().getPhase())
        .isEqualTo("Terminating");
    GenericKubernetesResource more = Widgets.named("b");
    more.getMetadata().setNamespace("short-lived");
    assertThat(refused(() -> client.resource(more).create()).getCode()).isEqualTo(403);

    GenericKubernetesResource held = client.resource(widget).get();
    held.getMetadata().setFinalizers(List.of());
    client.resource(held).update();
    assertThat(client.namespaces().withName("short-lived").get()).isNull();
  }

  @Test
  void showsOneEventInBothForms() {
    client
        .v1()
        .events()
        .inNamespace("default")
        .resource(
            new io.fabric8.kubernetes.api.model.EventBuilder()
                .withNewMetadata()
                .withName("e")
                .endMetadata()
                .withMessage("hello")
                .withNewInvolvedObject()
                .withName("a")
                .endInvolvedObject()
                .build())
        .create();
    var newer =
        client.events().v1().events().inNamespace("default").withField("regarding.name", "a");
    assertThat(newer.list().getItems()).singleElement().returns("hello", e -> e.getNote());
  }

  private GenericKubernetesResource create(String name) {
    return client.resource(Widgets.named(name)).create();
  }

  private GenericKubernetesResource read(String name) {
    return Widgets.in(client).withName(name).require();
  }

  private String phase(String name) {
    return java.util.Objects.requireNonNullElse(read(name).get("status", "phase"), "");
  }

  private int size(String name) {
    return read(name).<Integer>get("spec", "size");
  }

  private static GenericKubernetesResource annotated(
      GenericKubernetesResource widget, String key, String value) {
    return new GenericKubernetesResourceBuilder(widget)
        .editMetadata()
        .addToAnnotations(key, value)
        .endMetadata()
        .build();
  }

  private static GenericKubernetesResource labelled(
      GenericKubernetesResource widget, String key, String value) {
    return new GenericKubernetesResourceBuilder(widget)
        .editMetadata()
        .addToLabels(key, value)
        .endMetadata()
        .build();
  }

  private static GenericKubernetesResource unversioned(GenericKubernetesResource widget) {
    return new GenericKubernetesResourceBuilder(widget)
        .editMetadata()
        .withResourceVersion(null)
        .endMetadata()
        .build();
  }

  /** Not by the client's update, which fills in a missing version on its own. */
  private int put(String path, Object body) throws Exception {
    var request =
        java.net.http.HttpRequest.newBuilder(java.net.URI.create(api.url() + path))
            .header("Content-Type", "application/json")
            .PUT(
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    client.getKubernetesSerialization().asJson(body)))
            .build();
    return java.net.http.HttpClient.newHttpClient()
        .send(request, java.net.http.HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static KubernetesClientException refused(ThrowingCallable write) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, write);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }
}
