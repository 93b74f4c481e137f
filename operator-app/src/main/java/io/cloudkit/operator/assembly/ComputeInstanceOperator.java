package io.cloudkit.operator.assembly;

import io.cloudkit.controller.decide.Policy;
import io.cloudkit.controller.engine.EngineEvents;
import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.Leadership;
import io.cloudkit.controller.engine.ProviderThreads;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.controller.josdk.CloudkitController;
import io.cloudkit.controller.kubernetes.KubernetesEvents;
import io.cloudkit.controller.kubernetes.KubernetesLeadership;
import io.cloudkit.controller.kubernetes.StrictClient;
import io.cloudkit.operator.cluster.ApiServer;
import io.cloudkit.operator.configuration.ConfigurationException;
import io.cloudkit.operator.configuration.OperatorSettings;
import io.cloudkit.operator.namespace.NamespaceChoice;
import io.cloudkit.operator.observability.Endpoints;
import io.cloudkit.operator.observability.Measure;
import io.cloudkit.operator.observability.Metrics;
import io.cloudkit.operator.resource.ComputeInstanceAdapter;
import io.cloudkit.operator.resource.RawComputeInstance;
import io.cloudkit.operator.tenant.TenantGate;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator for ComputeInstances, running until it is closed. */
public final class ComputeInstanceOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ComputeInstanceOperator.class);
  private static final String COMPONENT = "cloudkit-operator";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final AtomicReference<Optional<CloudkitController<RawComputeInstance>>> controller =
      new AtomicReference<>(Optional.empty());
  private final Surroundings surroundings = Surroundings.real();
  private final PrometheusMeterRegistry meters = Metrics.registry();
  private final OperatorSettings settings;
  private final KubernetesClient client;
  private final KubernetesClient strict;
  private final Providers providers;
  private final Health health;

  private ComputeInstanceOperator(
      OperatorSettings settings, KubernetesClient client, ApiServer apiServer) {
    this.settings = settings;
    this.client = client;
    parts.push(meters::close);
    this.providers = opened(Providers.of(settings, surroundings, meters));
    this.strict = opened(StrictClient.of(client.getConfiguration()));
    this.health = opened(new Health(apiServer, surroundings.nanoTime()));
  }

  /**
   * Makes the providers and serves health and metrics; touches no cluster.
   *
   * @param client stays the caller's to close
   * @param apiServer the one of that client, for words about it
   * @throws ConfigurationException if a provider refuses its settings
   * @throws IOException if the port for health and metrics is taken
   */
  public static ComputeInstanceOperator open(
      OperatorSettings settings, KubernetesClient client, ApiServer apiServer) throws IOException {
    ComputeInstanceOperator operator = new ComputeInstanceOperator(settings, client, apiServer);
    try {
      operator.serve();
      return operator;
    } catch (IOException | RuntimeException failed) {
      operator.close();
      throw failed;
    }
  }

  private void serve() throws IOException {
    providers.watchedBy(health);
    Endpoints endpoints =
        opened(
            Endpoints.serve(
                new InetSocketAddress(settings.http().bindAddress(), settings.http().port()),
                health.checks(),
                meters));
    LOG.info(
        "serving /healthz, /readyz and /metrics on {}:{}",
        settings.http().bindAddress(),
        endpoints.address().getPort());
  }

  /**
   * Asks the cluster what the watches will ask: whether it is there, knows ComputeInstances, and
   * lets this account see them.
   *
   * @throws KubernetesClientException if it does not answer, at the first try, or refuses
   */
  public void askForInstances() {
    strict
        .resources(RawComputeInstance.class)
        .inNamespace(settings.namespace())
        .list(new ListOptionsBuilder().withLimit(1L).build());
    health.pulse().answered();
  }

  /** A mistyped name would look like a namespace without instances. */
  private void lookForTheNamespace() {
    try {
      if (strict.namespaces().withName(settings.namespace()).get() == null) {
        LOG.warn(
            "namespace {} is not there: expected the one that is looked after; create it, or set"
                + " CLOUDKIT_COMPUTE_INSTANCE_NAMESPACE",
            settings.namespace());
      }
    } catch (KubernetesClientException unknown) {
      LOG.debug("namespace {} can not be looked for: {}", settings.namespace(), unknown.getCode());
    }
  }

  /**
   * Begins to watch and to act. Blocks until the cache is filled.
   *
   * @throws RuntimeException if the API server can not be reached, or refuses
   */
  public void start() {
    lookForTheNamespace();
    Optional<TenantGate> gate =
        TenantGate.open(client, settings.namespace(), this::wakeInstancesOf);
    gate.ifPresent(parts::push);
    NamespaceChoice choice = opened(NamespaceChoice.watch(client, settings.namespace()));
    health.hears(choice::problem);
    Leadership leadership = leadership();
    Gauge.builder(Measure.LEADER.meter(), () -> leadership.isLeader() ? 1 : 0).register(meters);
    CloudkitController<RawComputeInstance> built =
        CloudkitController.builder(
                RawComputeInstance.class,
                new ComputeInstanceAdapter(
                    instance -> gate.flatMap(each -> each.waitsFor(instance)), choice::provider),
                providers)
            .kubernetes(client)
            .namespace(settings.namespace())
            .leadership(leadership)
            .events(events())
            .settings(engineSettings())
            .limits(settings::limits)
            .before(
                instance -> {
                  LOG.debug("{}: looked at", instance);
                  gate.ifPresent(each -> each.prepare(instance));
                })
            .build();
    parts.push(built);
    new Census(built::resources, surroundings.nanoTime()).register(meters);
    providers.polled().forEach(instance -> measureSilence(instance, built));
    health.follows(built::preflight, built::silence);
    built.start();
    controller.set(Optional.of(built));
    health.started(this::askForInstances);
    LOG.info(
        "looking after ComputeInstances in {}, launching by {}",
        settings.namespace(),
        settings.defaultProvider());
  }

  private void measureSilence(String instance, CloudkitController<RawComputeInstance> jobs) {
    Gauge.builder(
            Measure.NEWS_SILENCE.meter(),
            () -> jobs.silence(instance).map(each -> each.lasts().toSeconds()).orElse(0L))
        .tag("provider", instance)
        .register(meters);
  }

  private void wakeInstancesOf(String tenant) {
    controller
        .get()
        .ifPresent(
            each ->
                each.resources()
                    .filter(
                        instance ->
                            TenantGate.tenantName(instance).filter(tenant::equals).isPresent())
                    .forEach(
                        instance ->
                            each.wake(new ResourceKey(instance.namespace(), instance.name()))));
  }

  private Leadership leadership() {
    String identity = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("local");
    String unique = identity + "-" + surroundings.names().get().substring(0, 8);
    OperatorSettings.Election election = settings.election();
    if (election.mode() == OperatorSettings.ElectionMode.ALONE) {
      health.seeks(Optional::empty);
      return Leadership.alone(unique);
    }
    KubernetesLeadership leadership =
        opened(
            new KubernetesLeadership(
                strict,
                new KubernetesLeadership.Terms(
                    election.leaseNamespace(),
                    election.leaseName(),
                    unique,
                    election.leaseDuration(),
                    election.renewDeadline(),
                    election.retryPeriod()),
                surroundings));
    health.seeks(leadership::problem);
    leadership.start();
    return leadership;
  }

  private EngineEvents events() {
    ExecutorService executor = ProviderThreads.bounded("events", 1, 1000);
    parts.push(executor::shutdownNow);
    return new Announcements(
        meters, new KubernetesEvents(client, COMPONENT, executor, surroundings.clock()));
  }

  private EngineSettings engineSettings() {
    Policy defaults = Policy.DEFAULT;
    Policy policy =
        new Policy(
            settings.launches().sendWindow(),
            settings.jobs().provisionDeadline(),
            settings.jobs().deprovisionDeadline(),
            settings.retries().min(),
            settings.retries().max(),
            defaults.askAgain(),
            defaults.cancelEvery(),
            defaults.purgedSettle(),
            settings.retries().budget(),
            settings.jobs().maxHistory());
    return new EngineSettings(
        policy,
        ComputeInstanceAdapter.PREFIX,
        switch (settings.launches().newLaunches()) {
          case ENABLED -> EngineSettings.NewLaunches.ENABLED;
          case DISABLED -> EngineSettings.NewLaunches.DISABLED;
        },
        settings.launches().guard().sharePercent() / 100.0,
        settings.launches().guard().minimumCount(),
        settings.launches().guard().window());
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Stops in the reverse order of the start: what runs at the backends goes on there. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception failed) {
        LOG.warn("{}: close failed: {}", part, failed.toString());
      }
    }
  }
}
