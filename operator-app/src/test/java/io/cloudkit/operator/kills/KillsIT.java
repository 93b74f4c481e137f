package io.cloudkit.operator.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.operator.kills.Campaign.Outcome;
import io.cloudkit.operator.kills.Point.Blow;
import io.cloudkit.operator.kills.Point.Landing;
import io.cloudkit.operator.kills.Point.Successor;
import io.cloudkit.operator.scenes.RealApi;
import io.cloudkit.provisioning.api.JobType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few of the points at which {@link Kills} strikes: those where the most can go wrong. */
@Timeout(600)
class KillsIT {
  private static final List<Point> POINTS =
      List.of(
          new Point(
              JobType.PROVISION, Step.PERMISSION_WRITTEN, Landing.LANDED, Successor.NEW, Blow.STOP),
          new Point(JobType.PROVISION, Step.LAUNCH_SENT, Landing.LATE, Successor.SAME, Blow.STOP),
          new Point(JobType.DEPROVISION, Step.LAUNCH_SENT, Landing.LATE, Successor.NEW, Blow.KILL),
          new Point(
              JobType.DEPROVISION, Step.CANCEL_SENT, Landing.LANDED, Successor.SAME, Blow.KILL),
          new Point(
              JobType.PROVISION, Step.OUTCOME_WRITTEN, Landing.LOST, Successor.SAME, Blow.KILL),
          new Point(
              JobType.DEPROVISION, Step.FINALIZER_REMOVED, Landing.LOST, Successor.NEW, Blow.KILL));

  @Test
  void everyLifeComesToItsEndByOneJobEachWay() throws Exception {
    try (KillWorld world = KillWorld.on(RealApi.startOrSkip(getClass()))) {
      Outcome outcome =
          new Campaign(world, Path.of("target", "kills-it"), System.out).run(POINTS, 1);
      assertThat(outcome.failures()).isEmpty();
      assertThat(outcome.toll().broken()).isEmpty();
      assertThat(outcome.survived()).containsExactlyInAnyOrderElementsOf(POINTS);
    }
  }
}
