package io.cloudkit.provider.aap;

import static io.cloudkit.provider.aap.OneVm.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.api.UnresolvedLaunch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many launches whose answers were lost at once are found by one reading. */
class LostAnswersTest {
  private final VirtualAap aap = new VirtualAap();

  @AfterEach
  void close() {
    aap.close();
  }

  private void isFoundByFewRows(
      int launches, BiFunction<String, Optional<String>, UnresolvedLaunch> asked) {
    Optional<String> bookmark = aap.provider().bookmark(plan("op-0"));
    for (int i = 0; i < launches; i++) {
      aap.launchedOf("op-" + i, Optional.empty());
    }
    aap.pass(Duration.ofSeconds(5));
    aap.forget();
    for (int i = 0; i < launches; i++) {
      aap.pass(Duration.ofMillis(200));
      assertThat(Words.words(aap.provider().recover(asked.apply("op-" + i, bookmark))))
          .startsWith("found");
    }
    // twice at most for all, as the reading is begun anew, and each by itself
    assertThat(aap.rows).isLessThanOrEqualTo(4 * launches);
  }

  /** Which of them is the oldest is known only then. */
  @Test
  void aJobThatBecameVisibleBehindWhatWasReadIsFoundOnceTheLaunchHasSettled() {
    Optional<String> bookmark = aap.provider().bookmark(plan("op-1"));
    long late = aap.controller.reserveJobId();
    long seen = aap.launchedOf("op-1", Optional.empty());
    aap.launchedOf("op-2", Optional.empty());
    aap.provider().recover(OneVm.unsettled("op-2", bookmark));
    aap.pass(Duration.ofSeconds(1));
    aap.launchedOf("op-1", Optional.of(late));

    UnresolvedLaunch settled = OneVm.unresolved("op-1", bookmark, Duration.ofMinutes(4));
    assertThat(Words.words(aap.provider().recover(settled)))
        .startsWith("found")
        .contains("job-" + late, "job-" + seen);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 200})
  void soonAfterwards(int launches) {
    isFoundByFewRows(launches, OneVm::unsettled);
  }

  /** After an outage. */
  @ParameterizedTest
  @ValueSource(ints = {50, 200})
  void longAfterwards(int launches) {
    isFoundByFewRows(launches, OneVm::settled);
  }
}
