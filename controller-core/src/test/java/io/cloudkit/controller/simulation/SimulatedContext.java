package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a real provider is given: virtual time, and one thread.
 *
 * @param secret the value of any secret; empty if none is configured
 */
record SimulatedContext(
    String instance, VirtualTime time, Optional<String> secret, Consumer<JobRef> hints)
    implements ProviderContext {

  /** One whose hints nobody hears. */
  SimulatedContext(String instance, VirtualTime time, Optional<String> secret) {
    this(instance, time, secret, unheard -> {});
  }

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
    return secret
        .filter(value -> property.equals("token") || property.equals("tracker-token"))
        .<Secret>map(value -> () -> value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(property + ": expected none, as none is configured"));
  }

  @Override
  public void hint(JobRef job) {
    hints.accept(job);
  }

  private static final class Unmeasured implements MetricsSink {
    @Override
    public void count(String name, Map<String, String> tags) {}

    @Override
    public void time(String name, Map<String, String> tags, Duration duration) {}
  }
}
