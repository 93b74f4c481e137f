package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.Next;
import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.controller.engine.ProvisioningController;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.StatusStore;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.controller.testapi.CallerThread;
import io.cloudkit.controller.testapi.OneProvider;
import io.cloudkit.controller.testapi.SpecAdapter;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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

  private static final EngineSettings SETTINGS =
      new EngineSettings(
          EngineSettings.DEFAULT.policy(),
          SimulatedApi.PREFIX,
          EngineSettings.NewLaunches.ENABLED,
          0.2,
          2,
          Duration.ofSeconds(10));

  private final ProvisioningController controller;
  private final Chaos chaos;
  private final String name;
  private final Set<Object> busy = new HashSet<>();
  private final Map<ResourceKey, Next> next = new HashMap<>();
  private boolean leads = true;

  OperatorProcess(
      String name,
      Chaos chaos,
      VirtualTime time,
      Supplier<String> names,
      StatusStore store,
      ProvisioningProvider provider) {
    this.name = name;
    this.chaos = chaos;
    this.controller =
        ProvisioningController.builder(
                store,
                new SpecAdapter(SimulatedApi.FINALIZER, Set.of(EdaPlaybooks.FINALIZER)),
                new OneProvider("sim", provider))
            .settings(SETTINGS)
            .limits(instance -> ProviderLimits.DEFAULT.launching(LAUNCHES_PER_SECOND))
            .leadership(leadership())
            .surroundings(new Surroundings(time::instant, time::nanos, names))
            .build(instance -> new CallerThread());
  }

  /** Steps a resource; a crash ends the process. */
  void step(ResourceKey key) {
    guarded(key, () -> next.put(key, controller.engine().step(key)));
  }

  void poll() {
    guarded("poll", controller::pollOnce);
  }

  /** When that resource wants to be stepped again, at the latest. */
  Optional<Duration> wakeAfter(ResourceKey key) {
    return Optional.ofNullable(next.get(key)).flatMap(Next::wakeAfter);
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
    chaos.tell(name + (value ? " leads" : " leads no more"));
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
