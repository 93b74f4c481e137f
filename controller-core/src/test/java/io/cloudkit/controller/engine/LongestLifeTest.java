package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Phase;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A job is given up for its age on what its provider says now, and never on its silence. */
class LongestLifeTest {
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

  private final World world =
      new World(
          ProviderTraits.signalled()
              .callTimeout(Duration.ofSeconds(10))
              .lateCommit(Duration.ofSeconds(35))
              .maxJobDuration(LONGEST_LIFE)
              .build());

  private ResourceStatus status() {
    return world.store.status(World.KEY);
  }

  private void nobodyAnswers() {
    world.provider.beforeObserve =
        () -> {
          throw new ProviderException("503");
        };
  }

  @Test
  void aJobIsNotGivenUpWhileNobodyAnswers() {
    world.store.create(World.KEY, "small");
    world.step();
    nobodyAnswers();

    world.live(LONGEST_LIFE.plusMinutes(5));

    assertThat(world.ran(JobType.PROVISION)).hasSize(1);
    assertThat(status().provisionJob()).map(Job::mayBeAlive).contains(true);
    assertThat(status().condition(ConditionType.OVERLAP_POSSIBLE)).isEmpty();
  }

  @Test
  void theFirstAnswerAfterAnOutageCounts() {
    world.store.create(World.KEY, "small");
    world.step();
    nobodyAnswers();
    world.live(LONGEST_LIFE.plusMinutes(5));

    world.provider.beforeObserve = () -> {};
    world.live(Duration.ofSeconds(10));

    assertThat(status().phase()).contains(Phase.READY);
    assertThat(world.backend.all()).as("the job that had succeeded").hasSize(1);
  }
}
