package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge tells specs apart by the versions of the engine. */
class WantedTest {
  @Test
  void refusesAVersionThatIsOfTwoSizes() {
    assertThatThrownBy(() -> Wanted.toldApart(Map.of("small", "v1", "big", "v1", "huge", "v2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("small=v1")
        .hasMessageContaining("big=v1");
  }

  @Test
  void acceptsAVersionForEachSize() {
    Map<String, String> versions = Map.of("small", "v1", "big", "v2");
    assertThat(Wanted.toldApart(versions)).isEqualTo(versions);
  }
}
