package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.Policy;
import io.cloudkit.controller.decide.RetryBudget;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.Next;
import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ProvisioningController;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.StatusStore;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.controller.testapi.OnePool;
import io.cloudkit.provisioning.api.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One operator process: an engine with a memory of its own, which dies with it; for all resources.
 */
final class OperatorProcess {
  /** Slow, so that launches meet; the guard counts a world of three. */
  static final double LAUNCHES_PER_SECOND = 0.5;

  static final int GUARD_MINIMUM = 2;

  /** How long a launch that nobody asked for waits for others. */
  static final Duration GUARD_WINDOW = Duration.ofSeconds(10);

  /** Of jobs, on days that know of overdue ones: shorter than some jobs take. */
  static final Duration SHORT_DEADLINE = Duration.ofMinutes(3);

  /** Small, so that it is spent on a bad day. */
  private static final RetryBudget BUDGET =
      RetryBudget.DEFAULT.with(FailureKind.BACKEND, 3).with(FailureKind.INVALID_REQUEST, 2);

  /** Short, so that jobs are forgotten on a bad day. */
  private static final int HISTORY = 2;

  private final ProvisioningController controller;
  private final Chaos chaos;
  private final String name;
  private final VirtualTime time;
  private final Set<Object> busy = new HashSet<>();
  private final Map<ResourceKey, Long> wakeAt = new HashMap<>();
  private final Set<ResourceKey> woken = new HashSet<>();
  private final List<Link> links = new ArrayList<>();
  private final boolean mayLaunch;
  private boolean leads = true;

  OperatorProcess(
      String name,
      Chaos chaos,
      VirtualTime time,
      Duration clockIsAhead,
      Supplier<String> names,
      StatusStore store,
      ProviderRegistry providers,
      EngineEvents events,
      EngineSettings settings) {
    this.name = name;
    this.chaos = chaos;
    this.time = time;
    this.mayLaunch = settings.newLaunches() == EngineSettings.NewLaunches.ENABLED;
    this.controller =
        ProvisioningController.builder(store, new SimulatedKind(), providers)
            .wake(woken::add)
            .events(events)
            .settings(settings)
            .limits(instance -> ProviderLimits.DEFAULT.launching(LAUNCHES_PER_SECOND))
            .leadership(leadership())
            .surroundings(
                new Surroundings(() -> time.instant().plus(clockIsAhead), time::nanos, names))
            .build(OnePool.ofCallers());
  }

  /**
   * Those of a process.
   *
   * @param deadline of all jobs
   * @param guardMinimum how many resources are a mass
   */
  static EngineSettings settings(
      EngineSettings.NewLaunches newLaunches, Duration deadline, int guardMinimum) {
    Policy usual = EngineSettings.DEFAULT.policy();
    return new EngineSettings(
        new Policy(
            usual.sendWindow(),
            deadline,
            deadline,
            usual.backoffMin(),
            usual.backoffMax(),
            usual.askAgain(),
            usual.cancelEvery(),
            usual.purgedSettle(),
            BUDGET,
            HISTORY),
        SimulatedApi.PREFIX,
        newLaunches,
        0.2,
        guardMinimum,
        GUARD_WINDOW);
  }

  /** Steps a resource; a crash ends the process. */
  void step(ResourceKey key) {
    guarded(
        key,
        () -> {
          woken.remove(key);
          wakeAt.remove(key);
          Next next = controller.engine().step(key);
          next.wakeAfter().ifPresent(each -> wakeAt.put(key, time.nanos() + each.toNanos()));
        });
  }

  /** Whether its own clock, or the news of a job, say that it is to be stepped now. */
  boolean isDue(ResourceKey key) {
    return woken.contains(key) || wakeAt(key).filter(at -> at - time.nanos() <= 0).isPresent();
  }

  /** When that resource wants to be stepped again, at the latest. */
  Optional<Long> wakeAt(ResourceKey key) {
    return Optional.ofNullable(wakeAt.get(key));
  }

  void poll() {
    guarded("poll", controller::pollOnce);
    look();
  }

  /** On a thread of its own, its providers do what they do by themselves. */
  void look() {
    guarded("look", () -> links.forEach(link -> link.look().forEach(controller::hint)));
  }

  /** By those its providers reach their backends. */
  OperatorProcess reaching(List<Link> backends) {
    links.addAll(backends);
    return this;
  }

  /** One thread for each resource, and one for the news. */
  private void guarded(Object thread, Runnable work) {
    if (isDead() || !busy.add(thread)) {
      return;
    }
    try {
      work.run();
    } catch (Crash crash) {
      // the process is dead, as its chaos knows
    } finally {
      busy.remove(thread);
    }
  }

  void lead(boolean value) {
    leads = value;
    chaos.tell(() -> name + (value ? " leads" : " leads no more"));
  }

  /** Whether nobody switched launches off. */
  boolean mayLaunch() {
    return mayLaunch;
  }

  String name() {
    return name;
  }

  boolean leads() {
    return leads;
  }

  boolean isDead() {
    return chaos.isDead(name);
  }

  private Leadership leadership() {
    return new Leadership() {
      @Override
      public boolean isLeader() {
        return leads;
      }

      @Override
      public String identity() {
        return name;
      }

      @Override
      public void onGained(Runnable wakeAll) {}
    };
  }
}
