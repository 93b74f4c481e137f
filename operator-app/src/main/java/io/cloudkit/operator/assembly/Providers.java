package io.cloudkit.operator.assembly;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ProviderThreads;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.operator.configuration.ConfigurationException;
import io.cloudkit.operator.configuration.OperatorSettings;
import io.cloudkit.operator.configuration.ProviderSettings;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured provider instances, made and kept until the end. */
final class Providers implements ProviderRegistry, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);
  private static final int BACKGROUND_THREADS = 4;
  private static final int BACKGROUND_QUEUE = 1000;

  private final Map<String, ProvisioningProvider> providers = new LinkedHashMap<>();
  private final Map<String, ExecutorService> background = new LinkedHashMap<>();
  private final String defaultInstance;

  private Providers(String defaultInstance) {
    this.defaultInstance = defaultInstance;
  }

  /**
   * Makes all instances.
   *
   * @param hint told when a provider wants one of its jobs to be looked at
   * @throws ConfigurationException if one refuses its settings
   */
  static Providers of(
      OperatorSettings settings,
      Surroundings surroundings,
      MeterRegistry meters,
      Consumer<JobRef> hint) {
    Providers all = new Providers(settings.defaultProvider());
    for (ProviderSettings each : settings.providers()) {
      ExecutorService executor =
          ProviderThreads.bounded(
              each.instance() + "-background", BACKGROUND_THREADS, BACKGROUND_QUEUE);
      Context context = new Context(each, surroundings, executor, meters, hint);
      all.background.put(each.instance(), executor);
      try {
        all.providers.put(each.instance(), each.factory().create(each.config(), context));
      } catch (IllegalArgumentException refused) {
        all.close();
        throw ConfigurationException.refused(each, refused);
      }
    }
    return all;
  }

  @Override
  public Optional<ProvisioningProvider> find(String instance) {
    return Optional.ofNullable(providers.get(instance));
  }

  @Override
  public Set<String> instances() {
    return Set.copyOf(providers.keySet());
  }

  /** Has each of them ask its backend whether it is usable, in the background. */
  void watchedBy(Health health) {
    background.forEach(
        (instance, executor) ->
            find(instance)
                .ifPresent(each -> health.watch(new Preflight(instance, each), executor)));
  }

  @Override
  public String defaultInstance() {
    return defaultInstance;
  }

  @Override
  public void close() {
    providers.forEach(
        (instance, provider) -> {
          try {
            provider.close();
          } catch (RuntimeException defect) {
            LOG.error("provider {}: close failed", instance, defect);
          }
        });
    background.values().forEach(ExecutorService::shutdownNow);
  }

  private record Context(
      ProviderSettings settings,
      Surroundings surroundings,
      Executor executor,
      MeterRegistry meters,
      Consumer<JobRef> onHint)
      implements ProviderContext {
    @Override
    public String instance() {
      return settings.instance();
    }

    @Override
    public InstantSource clock() {
      return surroundings.clock();
    }

    @Override
    public LongSupplier nanoTime() {
      return surroundings.nanoTime();
    }

    @Override
    public MetricsSink metrics() {
      return Metrics.sink(meters, settings.instance());
    }

    @Override
    public Secret secret(String property) {
      return settings.secret(property);
    }

    @Override
    public void hint(JobRef job) {
      onHint.accept(job);
    }
  }
}
