package io.cloudkit.controller.engine;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * An engine with the monitors of its jobs, ready to be driven by whatever watches the resources.
 * Made by {@link Builder}; thread-safe.
 */
public final class ProvisioningController {
  private final Engine engine;
  private final List<JobMonitor> monitors;
  private final Memories memories;
  private final HealthWatch health;
  private final Consumer<ResourceKey> wake;
  private final Function<String, ProviderLimits> limits;
  private final LongSupplier nanoTime;

  private ProvisioningController(
      Engine engine,
      List<JobMonitor> monitors,
      Memories memories,
      HealthWatch health,
      Consumer<ResourceKey> wake,
      Function<String, ProviderLimits> limits,
      LongSupplier nanoTime) {
    this.engine = engine;
    this.monitors = monitors;
    this.memories = memories;
    this.health = health;
    this.wake = wake;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  public static Builder builder(
      StatusStore store, ResourceAdapter adapter, ProviderRegistry providers) {
    return new Builder(store, adapter, providers);
  }

  public Engine engine() {
    return engine;
  }

  /**
   * "Look at that job now": its resource is stepped, and the job observed before anything is
   * decided. What the caller believes to know is not believed. Never blocks.
   */
  public void hint(JobRef job) {
    for (Map.Entry<ResourceKey, Memory> entry : memories.all()) {
      if (entry.getValue().following().stream().anyMatch(each -> each.job().equals(job))) {
        entry.getValue().mustBeObserved(job);
        wake.accept(entry.getKey());
      }
    }
  }

  /**
   * What a preflight of that instance found, instead of what an earlier one did. Resources that
   * need the provider now show its errors; no launch is stopped by them. Never blocks.
   */
  public void preflight(String instance, List<Finding> findings) {
    if (health.preflight(instance, findings)) {
      for (Map.Entry<ResourceKey, Memory> entry : memories.all()) {
        if (entry.getValue().needsProviders()) {
          wake.accept(entry.getKey());
        }
      }
    }
  }

  /**
   * That instance does not tell the news of its jobs, from the first question on that it did not
   * answer. Empty if it does, and where no job of it is followed. Never blocks for long.
   */
  public Optional<NewsSilence> silence(String instance) {
    return health.silence(instance);
  }

  /** Asks each polled provider for the news of its jobs, once, on the calling thread. */
  public void pollOnce() {
    monitors.forEach(JobMonitor::tick);
  }

  /**
   * Asks each polled provider for the news of its jobs, again and again, at its own interval. A
   * slow answer is followed by the next question after a tenth of it.
   *
   * @return ends it
   */
  public Runnable pollEach(ScheduledExecutorService scheduler) {
    List<Poll> polls = new ArrayList<>();
    for (int i = 0; i < monitors.size(); i++) {
      Duration interval = limits.apply(monitors.get(i).provider()).pollInterval();
      Poll poll = new Poll(monitors.get(i), interval, scheduler, nanoTime);
      // spread over the interval, so that providers behind one door are not asked in one breath
      poll.after(interval.multipliedBy(i + 1).dividedBy(monitors.size()));
      polls.add(poll);
    }
    return () -> polls.forEach(Poll::end);
  }

  /** One monitor's questions, from one to the next. */
  private static final class Poll {
    private final JobMonitor monitor;
    private final Duration interval;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanoTime;
    private volatile boolean ended;

    Poll(
        JobMonitor monitor,
        Duration interval,
        ScheduledExecutorService scheduler,
        LongSupplier nanoTime) {
      this.monitor = monitor;
      this.interval = interval;
      this.scheduler = scheduler;
      this.nanoTime = nanoTime;
    }

    void after(Duration delay) {
      try {
        ScheduledFuture<?> unused =
            scheduler.schedule(this::ask, delay.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException stopping) {
        end();
      }
    }

    private void ask() {
      if (ended) {
        return;
      }
      long begin = nanoTime.getAsLong();
      monitor.tick();
      Duration rest = interval.minusNanos(nanoTime.getAsLong() - begin);
      Duration least = interval.dividedBy(10);
      after(rest.compareTo(least) < 0 ? least : rest);
    }

    void end() {
      ended = true;
    }
  }

  /** Puts a controller together. Not thread-safe. */
  public static final class Builder {
    private final StatusStore store;
    private final ResourceAdapter adapter;
    private final ProviderRegistry providers;
    private Leadership leadership = Leadership.alone("single");
    private EngineEvents events = EngineEvents.none();
    private EngineSettings settings = EngineSettings.DEFAULT;
    private Surroundings surroundings = Surroundings.real();
    private Function<String, ProviderLimits> limits = instance -> ProviderLimits.DEFAULT;
    private Consumer<ResourceKey> wake = key -> {};

    private Builder(StatusStore store, ResourceAdapter adapter, ProviderRegistry providers) {
      this.store = store;
      this.adapter = adapter;
      this.providers = providers;
    }

    public Builder leadership(Leadership value) {
      leadership = value;
      return this;
    }

    public Builder events(EngineEvents value) {
      events = value;
      return this;
    }

    public Builder settings(EngineSettings value) {
      settings = value;
      return this;
    }

    public Builder surroundings(Surroundings value) {
      surroundings = value;
      return this;
    }

    /**
     * By provider instance; {@link ProviderLimits#DEFAULT} unless set. Asked for each instance
     * once, when the controller is built.
     */
    public Builder limits(Function<String, ProviderLimits> value) {
      limits = value;
      return this;
    }

    /** Called with each resource that is to be stepped again, from any thread; must not block. */
    public Builder wake(Consumer<ResourceKey> value) {
      wake = value;
      return this;
    }

    /**
     * Builds it.
     *
     * @param pools the threads that its calls to providers run on
     */
    public ProvisioningController build(ProviderPools pools) {
      Function<String, ProviderLimits> eachLimits =
          ProviderLimits.askedOnce(providers.instances(), limits);
      Map<String, ProviderCalls> calls = new HashMap<>();
      Map<String, List<ConfigProperty>> options = new HashMap<>();
      List<JobMonitor> monitors = new ArrayList<>();
      Memories memories = new Memories(surroundings.nanoTime());
      HealthWatch health = new HealthWatch(surroundings);
      for (String name : new TreeSet<>(providers.instances())) {
        ProvisioningProvider provider = providers.find(name).orElseThrow();
        ExecutorService launches = pools.launches(name);
        ProviderCalls each = new ProviderCalls(name, provider, launches, pools.questions(name));
        calls.put(name, each);
        options.put(name, List.copyOf(providers.launchOptions(name)));
        if (provider.traits().watch() == ProviderTraits.Watch.POLLED) {
          ProviderCalls news = new ProviderCalls(name, provider, launches, pools.news(name));
          monitors.add(new JobMonitor(name, news, memories, health, leadership, wake));
        }
      }
      Backends backends = new Backends(adapter, calls, options, providers.unusable());
      Observer observer =
          new Observer(
              adapter, backends, providers.defaultInstance(), settings, surroundings, health);
      Orders orders = new Orders(backends, events);
      LaunchPacers pacers =
          new LaunchPacers(
              providers.instances(),
              name -> eachLimits.apply(name).launchesPerSecond(),
              surroundings.nanoTime());
      Engine engine =
          new Engine(
              store,
              leadership,
              events,
              settings,
              surroundings,
              pacers,
              memories,
              observer,
              orders);
      return new ProvisioningController(
          engine,
          List.copyOf(monitors),
          memories,
          health,
          wake,
          eachLimits,
          surroundings.nanoTime());
    }
  }
}
