package io.cloudkit.controller.decide;

import static io.cloudkit.controller.decide.Given.launch;
import static io.cloudkit.controller.decide.JobSketch.deprovision;
import static io.cloudkit.controller.decide.JobSketch.provision;
import static io.cloudkit.provisioning.api.JobType.DEPROVISION;
import static io.cloudkit.provisioning.api.JobType.PROVISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.controller.status.StatusEdit;
import io.cloudkit.provisioning.api.JobState;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An illegal plan can not be built, whatever rule makes it. */
class DecisionTest {
  private static final Launch LAUNCH = launch(PROVISION, "v1");
  private static final Launch DEPROVISION_LAUNCH = launch(DEPROVISION, "v1");
  private static final JobSketch RUNNING = provision("101");
  private static final JobSketch GONE = deprovision("201").ended(JobState.SUCCEEDED);

  private static ResourceStatus status(UnaryOperator<StatusEdit> change) {
    return change.apply(ResourceStatus.EMPTY.edit()).build();
  }

  private static Decision decision(ResourceStatus next, Effect effect) {
    return new Decision("a rule", next, effect, Optional.empty(), List.of());
  }

  private static void refuses(ResourceStatus next, Effect effect, String part) {
    assertThatThrownBy(() -> decision(next, effect))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rule \"a rule\" planned")
        .hasMessageContaining(part);
  }

  @Test
  void aLaunchThatItsStatusHolds() {
    ResourceStatus next = status(e -> e.launch(Optional.of(LAUNCH)).launchSequence(1));
    assertThat(decision(next, Effect.launch(LAUNCH)).next()).isEqualTo(next);
  }

  @Test
  void noLaunchThatItsStatusDoesNotHold() {
    refuses(status(e -> e.launchSequence(1)), Effect.launch(LAUNCH), "not in the status (L1)");
  }

  @Test
  void noLaunchUnderAnotherClaim() {
    Launch other = LAUNCH.rearmed("claim-10", "p1", Given.NOW);
    refuses(
        status(e -> e.launch(Optional.of(other)).launchSequence(1)),
        Effect.launch(LAUNCH),
        "not in the status (L1)");
  }

  @Test
  void noLaunchWithoutASequence() {
    refuses(status(e -> e.launch(Optional.of(LAUNCH))), Effect.launch(LAUNCH), "sequence");
    refuses(
        status(e -> e.launch(Optional.of(LAUNCH)).launchSequence(0)),
        Effect.launch(LAUNCH),
        "sequence");
  }

  @Test
  void noLaunchBesideAnythingThatMayBeAlive() {
    for (JobSketch alive :
        List.of(
            RUNNING,
            provision("101").settlingAs(JobState.SUCCEEDED),
            provision("101").unseen("403"))) {
      UnaryOperator<StatusEdit> permitted =
          e -> e.launch(Optional.of(DEPROVISION_LAUNCH)).launchSequence(1);
      refuses(
          status(e -> permitted.apply(e).currentJob(alive.job())),
          Effect.launch(DEPROVISION_LAUNCH),
          "X1");
      refuses(
          status(e -> permitted.apply(e).strayJobs(List.of(alive.job()))),
          Effect.launch(DEPROVISION_LAUNCH),
          "X1");
    }
  }

  @Test
  void noProvisionAfterADeprovision() {
    refuses(
        status(e -> e.launch(Optional.of(LAUNCH)).launchSequence(1).currentJob(GONE.job())),
        Effect.launch(LAUNCH),
        "X2");
  }

  @Test
  void noCancelOfNothing() {
    refuses(ResourceStatus.EMPTY, Effect.cancel(List.of()), "does not explain");
  }

  @Test
  void noCancelWithoutItsReason() {
    refuses(
        status(e -> e.currentJob(RUNNING.job())),
        Effect.cancel(List.of(RUNNING.job())),
        "does not explain");
  }

  @Test
  void noReleaseWithAnUnresolvedLaunch() {
    refuses(
        status(e -> e.currentJob(GONE.job()).launch(Optional.of(LAUNCH))),
        Effect.release(ReleaseGround.DEPROVISIONED),
        "unresolved launch (X3)");
  }

  @Test
  void noReleaseBesideAnythingThatMayBeAlive() {
    refuses(
        status(e -> e.currentJob(GONE.job()).strayJobs(List.of(RUNNING.job()))),
        Effect.release(ReleaseGround.DEPROVISIONED),
        "may be alive (X3)");
  }

  @Test
  void noReleaseWithoutADeprovisionThatSucceeded() {
    Effect release = Effect.release(ReleaseGround.DEPROVISIONED);
    refuses(ResourceStatus.EMPTY, release, "without its ground");
    refuses(
        status(e -> e.currentJob(deprovision("201").ended(JobState.FAILED).job())),
        release,
        "without its ground");
    refuses(
        status(e -> e.currentJob(deprovision("201").ended(JobState.CANCELED).job())),
        release,
        "without its ground");
  }

  @Test
  void noReleaseAfterAFailureThatBlocks() {
    refuses(
        status(e -> e.currentJob(deprovision("201").ended(JobState.FAILED).job())),
        Effect.release(ReleaseGround.FAILURE_DOES_NOT_BLOCK),
        "without its ground");
  }

  @Test
  void noReleaseOfWhatMayHaveBeenLaunched() {
    Effect release = Effect.release(ReleaseGround.NEVER_LAUNCHED);
    refuses(ResourceStatus.EMPTY, release, "without its ground");
    refuses(status(e -> e.launchSequence(1)), release, "without its ground");
    refuses(
        status(e -> e.launchSequence(0).currentJob(provision("101").ended(JobState.FAILED).job())),
        release,
        "without its ground");
    assertThat(decision(status(e -> e.launchSequence(0)), release).effect()).isEqualTo(release);
  }

  @ParameterizedTest
  @EnumSource(ReleaseGround.class)
  void onlyAPersonReleasesAnythingWhateverRuns(ReleaseGround ground) {
    ResourceStatus next =
        status(e -> e.launch(Optional.of(LAUNCH)).launchSequence(1).currentJob(RUNNING.job()));
    if (ground.isOverride()) {
      assertThat(decision(next, Effect.release(ground)).next()).isEqualTo(next);
    } else {
      refuses(next, Effect.release(ground), "X3");
    }
  }

  @Test
  void theGroundsThatStandAboveEverythingArePersonsWords() {
    assertThat(ReleaseGround.values())
        .filteredOn(ReleaseGround::isOverride)
        .containsExactly(ReleaseGround.ORPHANED, ReleaseGround.UNMANAGED, ReleaseGround.MANUAL);
  }
}
