package io.cloudkit.operator.assembly;

import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ProviderThreads;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.operator.configuration.ConfigurationException;
import io.cloudkit.operator.configuration.DefectException;
import io.cloudkit.operator.configuration.OperatorSettings;
import io.cloudkit.operator.configuration.PatientCall;
import io.cloudkit.operator.configuration.ProviderSettings;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final Map<String, List<ConfigProperty>> options = new LinkedHashMap<>();
  private final Map<String, ExecutorService> background = new LinkedHashMap<>();
  private final Map<String, String> unusable = new LinkedHashMap<>();
  private final List<Consumer<JobRef>> controllers = new CopyOnWriteArrayList<>();
  private final String defaultInstance;

  private Providers(String defaultInstance) {
    this.defaultInstance = defaultInstance;
  }

  /**
   * Makes all instances. One that can not be made by its own fault is left out, unless it is the
   * default.
   *
   * @throws ConfigurationException if one refuses its settings, or the default can not be made
   */
  static Providers of(OperatorSettings settings, Surroundings surroundings, MeterRegistry meters) {
    Providers all = new Providers(settings.defaultProvider());
    all.unusable.putAll(settings.unusable());
    try {
      for (ProviderSettings each : settings.providers()) {
        all.make(each, surroundings, meters);
      }
    } catch (ConfigurationException refused) {
      all.close();
      throw refused;
    }
    all.unusable.forEach(
        (instance, why) ->
            LOG.error("provider {} can not be used: {}; replace its jar", instance, why));
    return all;
  }

  /** Makes instances that are only looked at: one that can not be made is left out. */
  static Providers of(
      List<ProviderSettings> settings, Surroundings surroundings, MeterRegistry meters) {
    Providers all = new Providers("");
    settings.forEach(each -> all.make(each, surroundings, meters));
    return all;
  }

  private void make(ProviderSettings settings, Surroundings surroundings, MeterRegistry meters) {
    String instance = settings.instance();
    ExecutorService executor =
        ProviderThreads.bounded(instance + "-background", BACKGROUND_THREADS, BACKGROUND_QUEUE);
    background.put(instance, executor);
    options.put(instance, settings.kind().launchOptions());
    try {
      providers.put(
          instance,
          settings.make(
              new Context(settings, surroundings, executor, meters, this::hint),
              PatientCall.PATIENCE));
    } catch (IllegalArgumentException refused) {
      throw ConfigurationException.refused(settings, refused);
    } catch (DefectException defect) {
      if (instance.equals(defaultInstance)) {
        throw ConfigurationException.unusable(instance, defect);
      }
      unusable.put(instance, defect.what());
    }
  }

  @Override
  public Optional<ProvisioningProvider> find(String instance) {
    return Optional.ofNullable(providers.get(instance));
  }

  @Override
  public Set<String> instances() {
    return Set.copyOf(providers.keySet());
  }

  /** Those that are asked for the news of their jobs. */
  List<String> polled() {
    return providers.entrySet().stream()
        .filter(each -> each.getValue().traits().watch() == ProviderTraits.Watch.POLLED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Why that instance could not be made; empty if it was. */
  Optional<String> defect(String instance) {
    return Optional.ofNullable(unusable.get(instance));
  }

  @Override
  public Map<String, String> unusable() {
    Map<String, String> told = new LinkedHashMap<>();
    unusable.forEach(
        (instance, why) ->
            told.put(
                instance, why + "; the command \"providers\" and the operator's log say more"));
    return told;
  }

  @Override
  public List<ConfigProperty> launchOptions(String instance) {
    return options.getOrDefault(instance, List.of());
  }

  /** Has each of them ask its backend whether it is usable, in the background. */
  void watchedBy(Health health) {
    background.forEach(
        (instance, executor) ->
            find(instance)
                .ifPresent(each -> health.watch(new Preflight(instance, each), executor)));
    unusable.forEach(
        (instance, why) -> health.remark("provider " + instance, "can not be used: " + why));
  }

  @Override
  public void sendHintsTo(Consumer<JobRef> controller) {
    controllers.add(controller);
  }

  private void hint(JobRef job) {
    controllers.forEach(each -> each.accept(job));
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
            PatientCall.within(
                PatientCall.PATIENCE,
                "close",
                () -> {
                  provider.close();
                  return true;
                });
          } catch (IllegalArgumentException | DefectException defect) {
            LOG.error("provider {}: {}", instance, defect.getMessage());
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
