package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.cloudkit.testkit.provider.InMemoryBackend;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintTest {
  /** A field that was renamed would be seen again, and split worlds that are one. */
  @ParameterizedTest
  @MethodSource("unseen")
  void whatIsLeftOutIsThere(String name) {
    String type = name.substring(0, name.indexOf('.'));
    String field = name.substring(type.length() + 1);
    boolean isBackend = type.equals(InMemoryBackend.class.getSimpleName());
    String room = (isBackend ? InMemoryBackend.class : Fingerprint.class).getPackageName();
    assertThatCode(() -> Class.forName(room + "." + type).getDeclaredField(field))
        .doesNotThrowAnyException();
  }

  static Set<String> unseen() {
    return Fingerprint.UNSEEN;
  }
}
