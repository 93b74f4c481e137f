package io.cloudkit.controller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Condition;
import io.cloudkit.controller.status.ResourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person reads out of a condition. */
class AdviceTest {
  private static Optional<Advice> advice(String message) {
    Condition held = new Condition("Held", "True", "JobCanceled", message, 1, Instant.EPOCH);
    ResourceStatus status = ResourceStatus.EMPTY.edit().conditions(List.of(held)).build();
    return Advice.of(status, Need.CANCELLED);
  }

  @Test
  void theFirstAnnotationThatIsNamedIsWhatHelps() {
    assertThat(advice("look. Then annotate cloudkit.openshift.io/resolve-launch=op-1=retry, =x"))
        .contains(new Advice("resolve-launch", "op-1"));
    assertThat(advice("annotate cloudkit.openshift.io/retry=<any new word> to go on"))
        .contains(new Advice("retry", "<any"));
    assertThat(advice("mend the cause")).isEmpty();
    assertThat(advice("annotate example.com/retry=<any new word>")).isEmpty();
  }

  @Test
  void onlyOfTheConditionThatAsks() {
    Condition other =
        new Condition(
            "Held", "False", "JobCanceled", "cloudkit.openshift.io/a=b", 1, Instant.EPOCH);
    ResourceStatus status = ResourceStatus.EMPTY.edit().conditions(List.of(other)).build();
    assertThat(Advice.of(status, Need.CANCELLED)).isEmpty();
  }
}
