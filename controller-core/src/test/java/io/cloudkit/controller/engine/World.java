package io.cloudkit.controller.engine;

import io.cloudkit.controller.decide.Notice;
import io.cloudkit.controller.testapi.CallerThread;
import io.cloudkit.controller.testapi.OnePool;
import io.cloudkit.controller.testapi.SeveralProviders;
import io.cloudkit.controller.testapi.SpecAdapter;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A store, a backend and time, in which engines are started; everything that happens is logged. */
final class World {
  static final ResourceKey KEY = new ResourceKey("ns", "vm");
  static final Duration PLAYBOOK = Duration.ofSeconds(10);

  final List<String> log = new ArrayList<>();
  final List<String> rules = new ArrayList<>();
  final InMemoryStore store = new InMemoryStore(log);
  final InMemoryBackend backend;
  final LoggingProvider provider;
  final Map<String, ProvisioningProvider> others = new HashMap<>();
  final Calls calls = new Calls();
  String defaultProvider = "aap";
  boolean leads = true;
  JobState ending = JobState.SUCCEEDED;
  Duration playbook = PLAYBOOK;
  EngineSettings settings = EngineSettings.DEFAULT;
  ResourceAdapter adapter = new SpecAdapter(InMemoryStore.FINALIZER);
  Function<String, ProviderLimits> limits = instance -> ProviderLimits.DEFAULT;
  List<ConfigProperty> options = List.of();
  Map<String, String> unusable = Map.of();
  ProvisioningController controller;
  private final List<InMemoryBackend> backends = new ArrayList<>();
  private long nanos;
  private int names;
  private int processes;

  World() {
    this(
        ProviderTraits.polled()
            .callTimeout(Duration.ofSeconds(10))
            .lateCommit(Duration.ofSeconds(35))
            .canCancel()
            .canSearch()
            .build());
  }

  World(ProviderTraits traits) {
    backend = newBackend();
    provider =
        new LoggingProvider(
            new InMemoryProvider("aap", traits, backend, Duration.ofSeconds(2)), log);
    controller = newController();
  }

  long nanos() {
    return nanos;
  }

  Instant instant() {
    return Instant.parse("2026-01-01T12:00:00Z").plusNanos(nanos);
  }

  void pass(Duration duration) {
    for (long i = 0; i < Math.max(1, duration.toSeconds()); i++) {
      nanos += duration.dividedBy(Math.max(1, duration.toSeconds())).toNanos();
      backends.forEach(InMemoryBackend::advance);
    }
  }

  /** One more instance, known from the next restart on. */
  InMemoryBackend alsoConfigured(String instance, ProviderTraits traits) {
    InMemoryBackend more = newBackend();
    others.put(instance, new InMemoryProvider(instance, traits, more, Duration.ofSeconds(2)));
    return more;
  }

  private InMemoryBackend newBackend() {
    InMemoryBackend next = new InMemoryBackend(this::nanos, new Punctual());
    backends.add(next);
    return next;
  }

  /** The process dies once, when it has sent and before it writes what came of it. */
  void diesAfterItSent() {
    provider.afterTrigger =
        () -> {
          provider.afterTrigger = () -> {};
          throw new Error("the process dies");
        };
  }

  /** Ten that become Ready; the first so many of them then want a launch that nobody asked for. */
  List<ResourceKey> fleetOfWhich(int tampered) {
    List<ResourceKey> fleet =
        IntStream.range(0, 10).mapToObj(i -> new ResourceKey("ns", "vm" + i)).toList();
    fleet.forEach(key -> store.create(key, "small"));
    for (int round = 0; round < 10; round++) {
      controller.pollOnce();
      stepAll(fleet);
      pass(Duration.ofSeconds(5));
    }
    fleet.stream().limit(tampered).forEach(this::forgetWhatItReconciled);
    log.clear();
    return fleet;
  }

  void stepAll(List<ResourceKey> keys) {
    keys.forEach(key -> controller.engine().step(key));
  }

  private void forgetWhatItReconciled(ResourceKey key) {
    Optional<String> nothing = Optional.empty();
    store.edit(
        key,
        machine -> machine.with(machine.status().edit().reconciledConfigVersion(nothing).build()));
  }

  /** Another process takes over: it remembers nothing. */
  void restart() {
    controller = newController();
  }

  Next step() {
    return controller.engine().step(KEY);
  }

  /** Steps and polls until nothing is left to wait for, or that much time is over. */
  void live(Duration atMost) {
    long end = nanos + atMost.toNanos();
    while (nanos < end) {
      controller.pollOnce();
      Next next = step();
      pass(next.wakeAfter().filter(each -> each.toSeconds() < 5).orElse(Duration.ofSeconds(5)));
    }
  }

  List<InMemoryJob> ran(JobType type) {
    return backend.all().stream().filter(job -> job.type() == type && job.hasRun()).toList();
  }

  private ProvisioningController newController() {
    Map<String, ProvisioningProvider> configured = new HashMap<>(others);
    configured.putIfAbsent("aap", provider);
    return ProvisioningController.builder(
            store, adapter, new SeveralProviders(configured, defaultProvider, options, unusable))
        .settings(settings)
        .limits(limits)
        .leadership(new Lead("p" + ++processes))
        .events(new LoggedEvents())
        .surroundings(new Surroundings(this::instant, this::nanos, () -> "name-" + ++names))
        .wake(key -> log.add("wake " + key))
        .build(new OnePool(calls));
  }

  private final class Lead implements Leadership {
    private final String identity;

    Lead(String identity) {
      this.identity = identity;
    }

    @Override
    public boolean isLeader() {
      return leads;
    }

    @Override
    public String identity() {
      return identity;
    }

    @Override
    public void onGained(Runnable wakeAll) {}
  }

  private final class LoggedEvents implements EngineEvents {
    @Override
    public void publish(ResourceSnapshot resource, Notice notice) {
      log.add("told " + notice.reason());
    }

    @Override
    public void decided(ResourceKey resource, String rule) {
      rules.add(rule);
    }
  }

  private final class Punctual implements InMemoryBackend.Behaviour {
    @Override
    public Duration startsAfter() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration runsFor() {
      return playbook;
    }

    @Override
    public JobState end() {
      return ending;
    }

    @Override
    public Duration liesFor() {
      return Duration.ZERO;
    }
  }

  /** The threads for all but the news. */
  static final class Calls extends CallerThread {
    boolean full;

    @Override
    public <T> Future<T> submit(Callable<T> work) {
      if (full) {
        throw new RejectedExecutionException();
      }
      return super.submit(work);
    }
  }
}
