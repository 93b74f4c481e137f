package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.Next;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ProvisioningController;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.StatusStore;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
          LAUNCHES_PER_SECOND,
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
        ProvisioningController.builder(store, new MachineAdapter(), new OneProvider(provider))
            .settings(SETTINGS)
            .leadership(leadership())
            .surroundings(new Surroundings(time::instant, time::nanos, names))
            .build(instance -> new SameThread());
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

  private record OneProvider(ProvisioningProvider provider) implements ProviderRegistry {
    @Override
    public Optional<ProvisioningProvider> find(String instance) {
      return instance.equals("sim") ? Optional.of(provider) : Optional.empty();
    }

    @Override
    public Set<String> instances() {
      return Set.of("sim");
    }

    @Override
    public String defaultInstance() {
      return "sim";
    }
  }

  private static final class MachineAdapter implements ResourceAdapter {
    @Override
    public String finalizer() {
      return SimulatedApi.FINALIZER;
    }

    @Override
    public Intent intent(ResourceSnapshot resource) {
      return Intent.of(ConfigVersion.of(resource.section("spec")));
    }

    @Override
    public boolean showsEarlierWork(ResourceSnapshot resource) {
      return false;
    }
  }

  /** Runs a task where it was handed over; a crash passes through. */
  private static final class SameThread extends AbstractExecutorService {
    @Override
    public <T> Future<T> submit(Callable<T> task) {
      try {
        return CompletableFuture.completedFuture(task.call());
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
