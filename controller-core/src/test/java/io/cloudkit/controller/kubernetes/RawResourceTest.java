package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.testapi.Widget;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawResourceTest {
  private static final String DOCUMENT =
      """
      {"apiVersion": "test.cloudkit.io/v1", "kind": "Widget",
       "metadata": {"name": "w", "namespace": "ns", "uid": "u", "generation": 3,
                    "finalizers": ["f"], "labels": {"l": "1"}, "surprise": 1,
                    "managedFields": [{"manager": "kubectl"}]},
       "spec": {"phase": "NoSuchWord", "deep": {"list": [1, 2.5, null, "x", true]}},
       "status": {"launch": "not a launch", "other": {}}}""";

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void whatIsNotKnownNeverBreaksARead() {
    Widget widget = serialization.unmarshal(DOCUMENT, Widget.class);

    assertThat(widget.getSpec().at("/deep/list")).hasSize(5);
    assertThat(widget.getStatus().path("launch").asText()).isEqualTo("not a launch");
  }

  @Test
  void theSnapshotIsTheWholeDocument() {
    ResourceSnapshot snapshot = serialization.unmarshal(DOCUMENT, Widget.class).snapshot();

    assertThat(snapshot.document().keySet())
        .containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec", "status");
    assertThat(snapshot.kind()).isEqualTo("Widget");
    assertThat(snapshot.generation()).isEqualTo(3);
    assertThat(snapshot.finalizers()).containsExactly("f");
    assertThat(snapshot.labels()).isEqualTo(Map.of("l", "1"));
    assertThat(snapshot.section("metadata")).containsEntry("surprise", 1);
    assertThat(snapshot.section("metadata")).doesNotContainKey("managedFields");
    assertThat(snapshot.section("spec").get("deep")).isInstanceOf(Map.class);
  }

  @Test
  void aResourceWithoutAStatusHasAnEmptyOne() {
    Widget widget =
        serialization.unmarshal(
            "{\"metadata\": {\"name\": \"w\", \"uid\": \"u\"}, \"spec\": {\"a\": [{}]}}",
            Widget.class);

    assertThat(widget.snapshot().section("status")).isEmpty();
    assertThat(widget.snapshot().section("spec")).isEqualTo(Map.of("a", List.of(Map.of())));
  }
}
