package io.cloudkit.provider.aap;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a provider is given in tests: the real clocks unless told otherwise, and a token. */
record TestContext(
    Map<String, Supplier<String>> secrets,
    Executor executor,
    LongSupplier nanoTime,
    Consumer<JobRef> hints)
    implements ProviderContext {
  TestContext(Supplier<String> token) {
    this(token, Runnable::run);
  }

  TestContext(Supplier<String> token, Executor executor) {
    this(token, executor, System::nanoTime);
  }

  TestContext(Supplier<String> token, Executor executor, LongSupplier nanoTime) {
    this(Map.of("token", token), executor, nanoTime, job -> {});
  }

  /** Other secrets than a token. */
  static TestContext of(Map<String, Supplier<String>> secrets) {
    return new TestContext(secrets, Runnable::run, System::nanoTime, job -> {});
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
    String file = property + "-file";
    Supplier<String> secret = secrets.getOrDefault(file, secrets.get(property));
    if (secret == null) {
      throw new IllegalArgumentException(property + ": expected a secret that is set");
    }
    return new Secret() {
      @Override
      public String value() {
        return secret.get();
      }

      @Override
      public Optional<String> setting() {
        return Optional.of(file).filter(secrets::containsKey);
      }
    };
  }

  @Override
  public void hint(JobRef job) {
    hints.accept(job);
  }
}
