package io.cloudkit.provisioning.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceSnapshotTest {
  @Test
  void isACopyToAnyDepth() {
    List<Object> ports = new ArrayList<>(List.of(80));
    Map<String, Object> spec = new HashMap<>(Map.of("ports", ports));
    Map<String, Object> document = document();
    document.put("spec", spec);
    ResourceSnapshot snapshot = ResourceSnapshot.of(document);

    ports.add(443);
    spec.put("more", true);

    assertThat(snapshot.section("spec")).isEqualTo(Map.of("ports", List.of(80)));
    assertThatThrownBy(() -> snapshot.section("spec").put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) snapshot.section("spec").get("ports")).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void keepsTheNullsOfItsDocument() {
    Map<String, Object> document = document();
    document.put("spec", new HashMap<>(java.util.Collections.singletonMap("gone", null)));
    assertThat(ResourceSnapshot.of(document).section("spec")).containsEntry("gone", null);
  }

  @Test
  void refusesWhatIsNoResource() {
    Map<String, Object> document = document();
    document.put("metadata", Map.of("name", "a"));
    assertThatThrownBy(() -> ResourceSnapshot.of(document)).hasMessageContaining("metadata.uid");
  }

  @Test
  void refusesBottomlessNesting() {
    Map<String, Object> document = document();
    Map<String, Object> level = document;
    for (int i = 0; i < 100; i++) {
      Map<String, Object> next = new HashMap<>();
      level.put("deeper", next);
      level = next;
    }
    assertThatThrownBy(() -> ResourceSnapshot.of(document)).hasMessageContaining("deeper than 64");
  }

  @Test
  void namesItselfWithoutItsContent() {
    Map<String, Object> document = document();
    document.put("spec", Map.of("password", "hunter2"));
    assertThat(ResourceSnapshot.of(document)).hasToString("Thing ns/a (u)");
  }

  private static Map<String, Object> document() {
    Map<String, Object> document = new HashMap<>();
    document.put("apiVersion", "example.com/v1");
    document.put("kind", "Thing");
    document.put("metadata", Map.of("name", "a", "namespace", "ns", "uid", "u"));
    return document;
  }
}
