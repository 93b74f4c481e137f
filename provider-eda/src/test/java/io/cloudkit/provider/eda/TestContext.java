package io.cloudkit.provider.eda;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a provider is given in tests: a clock that stands, the secrets that are set. */
public record TestContext(
    Map<String, Supplier<String>> secrets, List<String> measured, LongSupplier nanoTime)
    implements ProviderContext {
  public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  public TestContext(Map<String, Supplier<String>> secrets) {
    this(secrets, new CopyOnWriteArrayList<>(), System::nanoTime);
  }

  public TestContext() {
    this(Map.of());
  }

  /** One whose time goes as that clock says. */
  public static TestContext timedBy(LongSupplier nanoTime, Map<String, Supplier<String>> secrets) {
    return new TestContext(secrets, new CopyOnWriteArrayList<>(), nanoTime);
  }

  public static TestContext withToken(String token) {
    return new TestContext(Map.of("token", () -> token));
  }

  /** A provider whose webhooks stand at that address. */
  public ProvisioningProvider provider(String url, Map<String, String> settings) {
    EdaProviderFactory factory = new EdaProviderFactory();
    Map<String, String> all = new HashMap<>();
    all.put("provision-webhook", url + "/create-compute-instance");
    all.put("deprovision-webhook", url + "/delete-compute-instance");
    all.putAll(settings);
    return factory.create(ProviderConfig.of("eda", factory.properties(), all), this);
  }

  @Override
  public String instance() {
    return "eda";
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(NOW);
  }

  @Override
  public Executor executor() {
    return Runnable::run;
  }

  @Override
  public MetricsSink metrics() {
    return new MetricsSink() {
      @Override
      public void count(String name, Map<String, String> tags) {}

      @Override
      public void time(String name, Map<String, String> tags, Duration duration) {
        measured.add(name + " " + tags.get("operation") + " " + tags.get("code"));
      }
    };
  }

  @Override
  public Secret secret(String property) {
    Supplier<String> secret = secrets.get(property);
    if (secret == null) {
      throw new IllegalArgumentException(property + ": not set");
    }
    return secret::get;
  }

  @Override
  public void hint(JobRef job) {}
}
