package io.cloudkit.provisioning.spi;

import io.cloudkit.provisioning.api.JobRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the operator gives a provider. All of it is thread-safe, and lives as long as the provider.
 */
public interface ProviderContext {

  /** The instance's name in the configuration: goes into every {@link JobRef}. */
  String instance();

  /** Wall clock: for what people read. */
  InstantSource clock();

  /** Monotonic clock in nanoseconds: for measuring. */
  LongSupplier nanoTime();

  /** The provider's own bounded pool. May refuse work when it is full. */
  Executor executor();

  /** Where measurements go. */
  MetricsSink metrics();

  /**
   * The secret of that property, read anew whenever its file changes.
   *
   * @param property name of a {@link ConfigProperty} that is a secret
   * @throws IllegalArgumentException if there is no such property, or no value for it
   */
  Secret secret(String property);

  /**
   * "Look at this job now." Only asks sooner than the next tick would; what the caller believes to
   * know is not believed. Never blocks.
   */
  void hint(JobRef job);

  /** A secret that may rotate. Its {@code toString} never shows it. */
  interface Secret {
    /**
     * The value as it is now, without trailing line breaks. To be asked for each request, not kept.
     *
     * @throws ProviderException if its file can not be read now
     */
    String value();

    /**
     * The name that a person set it by, to be told in errors: that of a variable, or of a setting
     * such as {@code token-file}. Empty if it is not known.
     */
    default Optional<String> setting() {
      return Optional.empty();
    }
  }

  /** Takes measurements. Names are snake_case without unit suffix; tags have few values. */
  interface MetricsSink {
    /** One more of that. */
    void count(String name, Map<String, String> tags);

    /** It took that long. */
    void time(String name, Map<String, String> tags, Duration duration);
  }
}
