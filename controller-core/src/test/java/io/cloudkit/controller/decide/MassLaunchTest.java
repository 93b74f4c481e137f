package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.resource;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What has a reason to be launched, and what has none. */
class MassLaunchTest {
  private static Given tamperedWith() {
    return resource().ready("v1").reconciledIsCleared();
  }

  private static boolean isUnexplained(Given given) {
    return MassLaunch.isUnexplained(given.status(), given.wish());
  }

  @Test
  void whatWasReadyAndWantsALaunchWithoutAReasonIsUnexplained() {
    assertThat(isUnexplained(tamperedWith())).isTrue();
    assertThat(isUnexplained(resource().ready("v1"))).as("it wants none").isFalse();
    assertThat(isUnexplained(tamperedWith().wanting("v2"))).as("another spec").isFalse();
    assertThat(isUnexplained(tamperedWith().deleted())).as("it is deleted").isFalse();
  }

  @Test
  void aWordToRetryIsAReasonUntilItWasFollowed() {
    Given asked = tamperedWith().annotated("retry", "go-on");
    assertThat(isUnexplained(asked)).isFalse();
    assertThat(isUnexplained(asked.retryWordDone("go-on"))).isTrue();
  }
}
