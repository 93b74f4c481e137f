package io.cloudkit.controller.discovery;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a guarded provider is given: its background work runs with its own class loader, too, and
 * what a thread that it forgot has to say after its end is not heard.
 */
final class GuardedContext implements ProviderContext {
  private final ProviderContext context;
  private final Home home;
  private volatile boolean over;

  GuardedContext(ProviderContext context, Home home) {
    this.context = context;
    this.home = home;
  }

  /** The provider is closed. */
  void end() {
    over = true;
  }

  @Override
  public String instance() {
    return context.instance();
  }

  @Override
  public InstantSource clock() {
    return context.clock();
  }

  @Override
  public LongSupplier nanoTime() {
    return context.nanoTime();
  }

  @Override
  public Executor executor() {
    Executor pool = context.executor();
    return work -> pool.execute(() -> home.run(work));
  }

  @Override
  public MetricsSink metrics() {
    return context.metrics();
  }

  @Override
  public Secret secret(String property) {
    return context.secret(property);
  }

  @Override
  public void hint(JobRef job) {
    if (!over) {
      context.hint(job);
    }
  }
}
