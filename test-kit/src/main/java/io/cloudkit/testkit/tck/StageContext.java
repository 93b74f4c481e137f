package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a provider is given: real time, threads of the stage, and the secrets of the harness.
 *
 * @param heard takes down the tags of all measurements, which people read
 */
record StageContext(
    String instance, Map<String, String> secrets, Executor executor, List<String> heard)
    implements ProviderContext {
  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public LongSupplier nanoTime() {
    return System::nanoTime;
  }

  @Override
  public MetricsSink metrics() {
    return new MetricsSink() {
      @Override
      public void count(String name, Map<String, String> tags) {
        heard.add(name + tags);
      }

      @Override
      public void time(String name, Map<String, String> tags, Duration duration) {
        heard.add(name + tags);
      }
    };
  }

  @Override
  public Secret secret(String property) {
    String value =
        Optional.ofNullable(secrets.get(property))
            .orElseThrow(
                () -> new IllegalArgumentException(property + ": expected a secret, none is set"));
    return new Secret() {
      @Override
      public String value() {
        return value;
      }

      @Override
      public String toString() {
        return "a secret";
      }
    };
  }

  @Override
  public void hint(JobRef job) {}
}
