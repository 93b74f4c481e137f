package io.cloudkit.controller.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.JobType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each effect is of one kind alone. */
class EffectTest {
  private static final Launch LAUNCH = Given.launch(JobType.PROVISION, "v1");
  private static final List<Effect> ALL =
      List.of(
          Effect.none(),
          Effect.ask(Question.recover()),
          Effect.addFinalizer(),
          Effect.launch(LAUNCH),
          Effect.cancel(List.of(JobSketch.provision("7").job())),
          Effect.release(ReleaseGround.DEPROVISIONED));

  @Test
  void onlyNothingIsNone() {
    assertThat(ALL.stream().filter(Effect::isNone)).containsExactly(ALL.get(0));
  }

  @Test
  void onlyALaunchLaunches() {
    assertThat(ALL.stream().filter(Effect::isLaunch)).containsExactly(ALL.get(3));
  }

  @Test
  void onlyAReleaseReleases() {
    assertThat(ALL.stream().filter(Effect::isRelease)).containsExactly(ALL.get(5));
  }

  @Test
  void aLaunchIsIntendedWhenItIsSentAndWhenItsBookmarkIsAskedFor() {
    assertThat(ALL.stream().flatMap(each -> each.intended().stream())).containsExactly(LAUNCH);
    assertThat(Effect.ask(Question.bookmark(LAUNCH)).intended()).contains(LAUNCH);
  }
}
