package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a provider is given in tests: the real clocks unless told otherwise, and one secret. */
record TestContext(Supplier<String> token, Executor executor, LongSupplier nanoTime)
    implements ProviderContext {
  TestContext(Supplier<String> token) {
    this(token, Runnable::run);
  }

  TestContext(Supplier<String> token, Executor executor) {
    this(token, executor, System::nanoTime);
  }

  @Override
  public String instance() {
    return "aap";
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public MetricsSink metrics() {
    return new MetricsSink() {
      @Override
      public void count(String name, Map<String, String> tags) {}

      @Override
      public void time(String name, Map<String, String> tags, Duration duration) {}
    };
  }

  @Override
  public Secret secret(String property) {
    return token::get;
  }

  @Override
  public void hint(JobRef job) {}
}
