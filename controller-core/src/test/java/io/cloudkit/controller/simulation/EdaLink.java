package io.cloudkit.controller.simulation;

import io.cloudkit.provider.eda.EdaInProcess;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The real provider of EDA, whose events reach a rulebook without a network. EDA answers 200 and
 * may lose the event all the same (eda-api.md §8.9).
 */
final class EdaLink implements Link {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "call-timeout", "10s",
          "delivery-bound", "40s",
          "max-job-duration", "20m",
          "settle", EdaPlaybooks.LONGEST_TAIL.toSeconds() + "s",
          "required-fields", "spec.size",
          "playbook-finalizer", EdaPlaybooks.FINALIZER,
          "reconciled-annotation", SimulatedApi.PREFIX + "reconciled-config-version");

  private final InMemoryBackend backend;
  private final Chaos chaos;
  private final String process;
  private final ProvisioningProvider provider;
  private Duration late = Duration.ZERO;

  private EdaLink(
      String instance, VirtualTime time, InMemoryBackend backend, Chaos chaos, String process) {
    this.backend = backend;
    this.chaos = chaos;
    this.process = process;
    this.provider = EdaInProcess.provider(SETTINGS, new Context(instance, time), this::receives);
  }

  static EdaLink of(
      String instance, VirtualTime time, InMemoryBackend backend, Chaos chaos, String process) {
    return new EdaLink(instance, time, backend, chaos, process);
  }

  static ProviderTraits traits() {
    return EdaInProcess.provider(SETTINGS, new Context("eda", new VirtualTime()), event -> {})
        .traits();
  }

  @Override
  public ProvisioningProvider provider() {
    return provider;
  }

  private void receives(EdaInProcess.Event event) {
    if (chaos.strikes(6, Fault.EVENT_LOST)) {
      chaos.tell(() -> process + " trigger: answered, and the event is lost");
      return;
    }
    String word = event.desiredConfigVersion();
    int dot = word.lastIndexOf('.');
    InMemoryJob unused =
        backend.launch(
            event.isProvision() ? JobType.PROVISION : JobType.DEPROVISION,
            event.operation(),
            word.substring(dot + 1),
            word.substring(0, dot),
            event.uid(),
            late);
  }

  /** By the provider itself, which posts nothing where nothing is to be done. */
  @Override
  public void arrive(LaunchRequest request, Duration delay) {
    late = delay;
    try {
      Object unheard =
          request.type() == JobType.PROVISION
              ? provider.triggerProvision(request)
              : provider.triggerDeprovision(request);
      chaos.tell(() -> process + " trigger: nobody hears " + unheard);
    } finally {
      late = Duration.ZERO;
    }
  }

  private record Context(String instance, VirtualTime time) implements ProviderContext {
    @Override
    public InstantSource clock() {
      return time::instant;
    }

    @Override
    public LongSupplier nanoTime() {
      return time::nanos;
    }

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public MetricsSink metrics() {
      return new Unmeasured();
    }

    @Override
    public Secret secret(String property) {
      throw new IllegalArgumentException(property + ": expected none, as none is configured");
    }

    @Override
    public void hint(JobRef job) {}
  }

  private static final class Unmeasured implements ProviderContext.MetricsSink {
    @Override
    public void count(String name, Map<String, String> tags) {}

    @Override
    public void time(String name, Map<String, String> tags, Duration duration) {}
  }
}
