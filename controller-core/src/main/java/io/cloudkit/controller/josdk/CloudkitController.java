package io.cloudkit.controller.josdk;

import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.NewsSilence;
import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.controller.engine.ProviderPools;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ProviderThreads;
import io.cloudkit.controller.engine.ProvisioningController;
import io.cloudkit.controller.engine.ResourceAdapter;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.kubernetes.KubernetesStatusStore;
import io.cloudkit.controller.kubernetes.RawResource;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.Finding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller for one kind of resource, ready to start. An operator makes one for its own kind:
 *
 * <pre>{@code
 * CloudkitController.builder(Widget.class, new WidgetAdapter(), providers)
 *     .kubernetes(client)
 *     .namespace("widgets")
 *     .build()
 *     .start();
 * }</pre>
 *
 * @param <R> the kind; an annotated class that extends {@link RawResource}
 */
public final class CloudkitController<R extends RawResource> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudkitController.class);
  private static final Duration STOP_MARGIN = Duration.ofSeconds(5);
  private static final Duration ROLL_CALL = Duration.ofMinutes(10);

  /** One at a time, and one more beside one that hangs and hears no interrupt. */
  private static final int NEWS_CALLS = 2;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Operator operator;
  private final EngineReconciler<R> reconciler;
  private final ProvisioningController controller;
  private final Leadership leadership;
  private final KubernetesClient strictClient;
  private final ScheduledExecutorService ticks;
  private final List<ExecutorService> pools = new ArrayList<>();

  private CloudkitController(Builder<R> builder) {
    KubernetesClient client = builder.client();
    this.leadership = builder.leadership;
    this.strictClient = StrictClient.of(client.getConfiguration());
    // one thread for each provider, so that one that hangs costs the others nothing
    this.ticks =
        Executors.newScheduledThreadPool(
            1 + builder.providers.instances().size(), CloudkitController::daemon);
    Watched<R> watched = new Watched<>();
    Function<String, ProviderLimits> limits =
        ProviderLimits.askedOnce(builder.providers.instances(), builder.limits);
    this.controller =
        ProvisioningController.builder(
                new KubernetesStatusStore<>(
                    strictClient, builder.type, builder.adapter.finalizer(), watched),
                builder.adapter,
                builder.providers)
            .leadership(builder.leadership)
            .events(builder.events)
            .settings(builder.settings)
            .limits(limits)
            .wake(watched::wake)
            .build(new Pools(limits, builder.reconcilers));
    this.reconciler =
        new EngineReconciler<>(
            controller.engine(), watched, builder.before, builder.events, this::lookAgain);
    this.operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withReconciliationTerminationTimeout(builder.longestCall().plus(STOP_MARGIN))
                    .withExecutorService(ReconcilerThreads.of(builder.reconcilers)));
    operator.register(
        reconciler, builder.configuration(operator.getConfigurationService(), watched));
    builder.providers.sendHintsTo(controller::hint);
  }

  public static <R extends RawResource> Builder<R> builder(
      Class<R> type, ResourceAdapter adapter, ProviderRegistry providers) {
    return new Builder<>(type, adapter, providers);
  }

  /**
   * Starts to watch and to act. Blocks until the cache is filled.
   *
   * @throws RuntimeException if the API server can not be reached, or has no such kind
   */
  public void start() {
    operator.start();
    reconciler.watched().started();
    Runnable unused = controller.pollEach(ticks);
    leadership.onGained(reconciler.watched()::wakeAll);
    ScheduledFuture<?> unusedRollCall =
        ticks.scheduleWithFixedDelay(
            this::callTheRoll, ROLL_CALL.toMillis(), ROLL_CALL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Heals what a lost event left lying. */
  private void callTheRoll() {
    if (!leadership.isLeader()) {
      return;
    }
    try {
      reconciler.watched().wakeAll();
    } catch (RuntimeException odd) {
      LOG.warn("not all resources could be woken; the next time in {}", ROLL_CALL, odd);
    }
  }

  private void lookAgain(ResourceKey key) {
    try {
      ScheduledFuture<?> unused =
          ticks.schedule(() -> wake(key), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      LOG.debug("{}: not looked at again, the controller stops", key);
    }
  }

  /** Steps a resource soon. Never blocks. */
  public void wake(ResourceKey key) {
    reconciler.watched().wake(key);
  }

  /** "Look at that job now"; for {@code ProviderContext.hint}. Never blocks. */
  public void hint(JobRef job) {
    controller.hint(job);
  }

  /** As {@link ProvisioningController#preflight}. */
  public void preflight(String instance, List<Finding> findings) {
    controller.preflight(instance, findings);
  }

  /** As {@link ProvisioningController#silence}. */
  public Optional<NewsSilence> silence(String instance) {
    return controller.silence(instance);
  }

  /** All resources as they are known here. */
  public Stream<ResourceSnapshot> resources() {
    return reconciler.watched().all().map(RawResource::snapshot);
  }

  /**
   * Ends the watches and waits for steps that have begun, at most as long as a call to a provider
   * takes: a launch that was sent is written down.
   */
  @Override
  public void close() {
    ticks.shutdownNow();
    operator.stop();
    pools.forEach(ExecutorService::shutdownNow);
    strictClient.close();
  }

  /** No more calls wait than there are reconcilers. */
  private final class Pools implements ProviderPools {
    private final Function<String, ProviderLimits> limits;
    private final int reconcilers;

    private Pools(Function<String, ProviderLimits> limits, int reconcilers) {
      this.limits = limits;
      this.reconcilers = reconcilers;
    }

    @Override
    public ExecutorService launches(String instance) {
      return pool(instance + "-launch", limits.apply(instance).callConcurrency(), reconcilers);
    }

    @Override
    public ExecutorService questions(String instance) {
      return pool(instance, limits.apply(instance).callConcurrency(), reconcilers);
    }

    @Override
    public ExecutorService news(String instance) {
      return pool(instance + "-news", NEWS_CALLS, NEWS_CALLS);
    }

    private ExecutorService pool(String name, int calls, int waiting) {
      ExecutorService pool = ProviderThreads.bounded(name, calls, waiting);
      pools.add(pool);
      return pool;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "monitor");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Puts a controller together. Not thread-safe.
   *
   * @param <R> the kind
   */
  public static final class Builder<R extends RawResource> {
    private final Class<R> type;
    private final ResourceAdapter adapter;
    private final ProviderRegistry providers;
    private Optional<KubernetesClient> client = Optional.empty();
    private Set<String> namespaces = Set.of();
    private Leadership leadership = Leadership.alone("single");
    private EngineEvents events = EngineEvents.none();
    private EngineSettings settings = EngineSettings.DEFAULT;
    private Function<String, ProviderLimits> limits = instance -> ProviderLimits.DEFAULT;
    private int reconcilers = 512;
    private Consumer<ResourceSnapshot> before = resource -> {};

    private Builder(Class<R> type, ResourceAdapter adapter, ProviderRegistry providers) {
      this.type = type;
      this.adapter = adapter;
      this.providers = providers;
    }

    /** The client that watches; it stays the caller's to close. */
    public Builder<R> kubernetes(KubernetesClient value) {
      client = Optional.of(value);
      return this;
    }

    /** The one namespace that is looked after; all of them unless set. */
    public Builder<R> namespace(String value) {
      namespaces = Set.of(value);
      return this;
    }

    /** The namespaces that are looked after; all of them unless set. */
    public Builder<R> namespaces(Set<String> value) {
      namespaces = Set.copyOf(value);
      return this;
    }

    public Builder<R> leadership(Leadership value) {
      leadership = value;
      return this;
    }

    public Builder<R> events(EngineEvents value) {
      events = value;
      return this;
    }

    public Builder<R> settings(EngineSettings value) {
      settings = value;
      return this;
    }

    /**
     * By provider instance; {@link ProviderLimits#DEFAULT} unless set. Asked for each instance
     * once, by {@link #build}.
     */
    public Builder<R> limits(Function<String, ProviderLimits> value) {
      limits = value;
      return this;
    }

    /**
     * Most resources that are stepped at once; 512 unless set. Threads begin when they are needed.
     */
    public Builder<R> concurrentResources(int value) {
      reconcilers = value;
      return this;
    }

    /** Done with each resource before it is stepped, while this process leads; may block. */
    public Builder<R> before(Consumer<ResourceSnapshot> value) {
      before = value;
      return this;
    }

    public CloudkitController<R> build() {
      return new CloudkitController<>(this);
    }

    private Duration longestCall() {
      Duration longest = Duration.ZERO;
      for (String name : providers.instances()) {
        Duration call = providers.find(name).orElseThrow().traits().callTimeout();
        longest = call.compareTo(longest) > 0 ? call : longest;
      }
      return longest;
    }

    private KubernetesClient client() {
      return client.orElseThrow(
          () -> new IllegalStateException("expected a client, found none: call kubernetes(…)"));
    }

    private ResolvedControllerConfiguration<R> configuration(
        ConfigurationService service, Watched<R> watched) {
      InformerConfiguration<R>.Builder informer = InformerConfiguration.builder(type);
      if (!namespaces.isEmpty()) {
        informer.withNamespaces(namespaces);
      }
      informer.withOnUpdateFilter(watched::isWorthAStep);
      @Nullable Duration noMaximum = null;
      return new ResolvedControllerConfiguration<>(
          type.getSimpleName().toLowerCase(Locale.ROOT),
          false,
          EngineReconciler.class.getName(),
          endless(),
          null,
          noMaximum,
          adapter.finalizer(),
          Map.of(),
          null,
          service,
          informer.buildForController(),
          true,
          null);
    }

    /** After its last retry the framework would wait for an event that may never come. */
    private static Retry endless() {
      Supplier<GenericRetry> retry = GenericRetry::new;
      return retry
          .get()
          .withoutMaxAttempts()
          .setInitialInterval(500)
          .setIntervalMultiplier(2)
          .setMaxInterval(30_000);
    }
  }
}
