package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.Next;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ProvisioningController;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One operator process: an engine with a memory of its own, which dies with it. */
final class OperatorProcess {
  private final ProvisioningController controller;
  private final Chaos chaos;
  private final String name;
  private boolean leads = true;
  private boolean dead;
  private boolean busy;
  private Next next = new Next(Optional.empty());

  OperatorProcess(
      String name,
      SimulatedApi api,
      Chaos chaos,
      VirtualTime time,
      Supplier<String> names,
      ProvisioningProvider provider) {
    this.name = name;
    this.chaos = chaos;
    this.controller =
        ProvisioningController.builder(
                new ChaoticStore(api, chaos, name), new MachineAdapter(), new OneProvider(provider))
            .settings(EngineSettings.DEFAULT)
            .leadership(leadership())
            .surroundings(new Surroundings(time::instant, time::nanos, names))
            .build(instance -> new SameThread());
  }

  /** Steps the resource; a crash ends the process. */
  void step() {
    guarded(() -> next = controller.engine().step(SimulatedApi.KEY));
  }

  void poll() {
    guarded(controller::pollOnce);
  }

  Next next() {
    return next;
  }

  private void guarded(Runnable work) {
    if (dead || busy) {
      return;
    }
    busy = true;
    try {
      work.run();
    } catch (Crash crash) {
      dead = true;
    } finally {
      busy = false;
    }
  }

  void lead(boolean value) {
    leads = value;
    chaos.tell(name + (value ? " leads" : " leads no more"));
  }

  boolean isDead() {
    return dead;
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
