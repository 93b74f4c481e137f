package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Polls keep their distance from question to question, whatever the answers take. */
class ProvisioningControllerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final World world = new World();
  private final Agenda agenda = new Agenda();

  /** Writes down when something is to be done; the test does it. */
  private static final class Agenda extends ScheduledThreadPoolExecutor {
    private final List<Duration> delays = new ArrayList<>();
    private final Deque<Runnable> due = new ArrayDeque<>();

    Agenda() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
      delays.add(Duration.of(delay, unit.toChronoUnit()));
      due.add(work);
      return null;
    }

    void runNext() {
      due.remove().run();
    }
  }

  private Runnable poll() {
    world.store.create(World.KEY, "small");
    world.step();
    return world.controller.pollEach(agenda);
  }

  @Test
  void theTimeOfAnAnswerIsPartOfThePause() {
    poll();
    world.provider.beforeNews = () -> world.pass(Duration.ofMillis(300));
    agenda.runNext();
    assertThat(agenda.delays).containsExactly(SECOND, Duration.ofMillis(700));
  }

  @Test
  void aSlowAnswerIsNotFollowedByTheNextQuestionAtOnce() {
    poll();
    world.provider.beforeNews = () -> world.pass(Duration.ofSeconds(5));
    agenda.runNext();
    assertThat(agenda.delays).containsExactly(SECOND, Duration.ofMillis(100));
  }

  @Test
  void whoGivesSignalsIsNeverPolled() {
    World signalled = new World(ProviderTraits.signalled().build());
    signalled.store.create(World.KEY, "small");
    signalled.step();
    signalled.step();
    assertThat(signalled.store.status(World.KEY).provisionJob()).isPresent();
    var unused = signalled.controller.pollEach(agenda);
    assertThat(agenda.due).isEmpty();
  }

  @Test
  void whatWasEndedAsksNoMore() {
    Runnable end = poll();
    end.run();
    agenda.runNext();
    assertThat(agenda.due).isEmpty();
  }

  @Test
  void eachInstanceIsAskedAtItsOwnInterval() {
    world.limits =
        instance ->
            instance.equals("aap")
                ? ProviderLimits.DEFAULT.polledEvery(Duration.ofSeconds(3))
                : ProviderLimits.DEFAULT;
    world.restart();
    poll();
    assertThat(agenda.delays).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void newsDoNotWaitBehindOtherCalls() {
    poll();
    world.pass(World.PLAYBOOK.plus(SECOND));
    world.log.clear();
    world.calls.full = true;
    agenda.runNext();
    assertThat(world.log).contains("wake " + World.KEY);
  }
}
