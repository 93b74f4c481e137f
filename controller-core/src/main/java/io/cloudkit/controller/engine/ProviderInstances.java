package io.cloudkit.controller.engine;

import io.cloudkit.controller.discovery.ProviderDiscovery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderType;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.nio.file.Path;
import java.time.Duration;
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

/**
 * The provider instances of an embedder, made from the provider jars on its class path:
 *
 * <pre>{@code
 * ProviderInstances.on(MyOperator.class.getClassLoader())
 *     .add("production", "aap", Map.of("url", "https://aap.example.com", "token", token, …));
 * }</pre>
 *
 * <p>Constant and thread-safe once the last instance was added.
 */
public final class ProviderInstances implements ProviderRegistry, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderInstances.class);
  private static final int BACKGROUND_THREADS = 4;
  private static final int BACKGROUND_QUEUE = 1000;

  private final List<ProvisioningProviderFactory> factories;
  private final List<String> refused;
  private final Map<String, ProvisioningProvider> providers = new LinkedHashMap<>();
  private final Map<String, List<ConfigProperty>> options = new LinkedHashMap<>();
  private final Map<String, ExecutorService> background = new LinkedHashMap<>();
  private final List<Consumer<JobRef>> controllers = new CopyOnWriteArrayList<>();

  private ProviderInstances(ProviderDiscovery discovery) {
    this.factories = discovery.factories();
    this.refused = discovery.refused();
  }

  /** None yet, of the types that the jars of a class loader provide. */
  public static ProviderInstances on(ClassLoader loader) {
    return new ProviderInstances(ProviderDiscovery.in(loader));
  }

  /** As {@link #on(ClassLoader)}, and of those in folders of jars, each with its own libraries. */
  public static ProviderInstances on(ClassLoader loader, Path providers) {
    return new ProviderInstances(ProviderDiscovery.in(loader, providers));
  }

  /**
   * Makes one more; the first is the default.
   *
   * @param instance its name, which is stored with each job: never give it to another backend
   * @param type what its factory calls itself
   * @param settings its settings, secrets included, by the names that the factory declares
   * @throws IllegalArgumentException if there is no such type, there is such an instance already,
   *     or a setting is missing, unknown or not valid; the message holds no secret
   */
  public ProviderInstances add(String instance, String type, Map<String, String> settings) {
    ProvisioningProviderFactory factory = factory(type);
    if (providers.containsKey(instance)) {
      throw new IllegalArgumentException(
          "provider instance " + instance + ": expected a name of its own, found it taken");
    }
    ProviderConfig config = ProviderConfig.of(instance, factory.properties(), settings);
    Map<String, String> secrets = secrets(instance, factory.properties(), settings);
    ExecutorService executor =
        ProviderThreads.bounded(instance + "-background", BACKGROUND_THREADS, BACKGROUND_QUEUE);
    Context context =
        new Context(instance, Surroundings.real(), executor, secrets, this::tellControllers);
    try {
      providers.put(instance, factory.create(config, context));
    } catch (RuntimeException | Error thrown) {
      // whoever corrects the settings adds it again, and is given other threads
      executor.shutdownNow();
      throw thrown;
    }
    options.put(instance, factory.launchOptions());
    background.put(instance, executor);
    return this;
  }

  private void tellControllers(JobRef job) {
    controllers.forEach(each -> each.accept(job));
  }

  private ProvisioningProviderFactory factory(String type) {
    ProviderType wanted = ProviderType.of(type);
    return factories.stream()
        .filter(factory -> factory.type().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "provider type "
                        + type
                        + ": expected one of "
                        + factories.stream().map(ProvisioningProviderFactory::type).toList()
                        + "; add its jar to the class path"
                        + (refused.isEmpty() ? "" : "; refused: " + refused)));
  }

  private static Map<String, String> secrets(
      String instance, List<ConfigProperty> properties, Map<String, String> settings) {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (ConfigProperty property : properties) {
      String value = property.isSecret() ? settings.get(property.name()) : null;
      if (value != null) {
        secrets.put(property.name(), value);
      } else if (property.isSecret() && property.isRequired()) {
        throw new IllegalArgumentException(
            instance + "." + property.name() + ": expected a value, found none");
      }
    }
    return secrets;
  }

  @Override
  public Optional<ProvisioningProvider> find(String instance) {
    return Optional.ofNullable(providers.get(instance));
  }

  @Override
  public Set<String> instances() {
    return Set.copyOf(providers.keySet());
  }

  @Override
  public List<ConfigProperty> launchOptions(String instance) {
    return options.getOrDefault(instance, List.of());
  }

  /**
   * The one that was added first.
   *
   * @throws IllegalStateException if there is none
   */
  @Override
  public String defaultInstance() {
    return providers.keySet().stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("expected a provider instance, found none: add one"));
  }

  @Override
  public void sendHintsTo(Consumer<JobRef> controller) {
    controllers.add(controller);
  }

  /** Closes the providers; to be called after the controller was closed. */
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
      String instance,
      Surroundings surroundings,
      Executor executor,
      Map<String, String> secrets,
      Consumer<JobRef> onHint)
      implements ProviderContext {
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
      return Unmeasured.INSTANCE;
    }

    @Override
    public Secret secret(String property) {
      String value = secrets.get(property);
      if (value == null) {
        throw new IllegalArgumentException(
            instance + "." + property + ": expected a secret that has a value");
      }
      return new Kept(value);
    }

    @Override
    public void hint(JobRef job) {
      onHint.accept(job);
    }

    /** A record would show its secrets. */
    @Override
    public String toString() {
      return "context of " + instance;
    }
  }

  private static final class Kept implements ProviderContext.Secret {
    private final String value;

    Kept(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  private enum Unmeasured implements ProviderContext.MetricsSink {
    INSTANCE;

    @Override
    public void count(String name, Map<String, String> tags) {}

    @Override
    public void time(String name, Map<String, String> tags, Duration duration) {}
  }
}
