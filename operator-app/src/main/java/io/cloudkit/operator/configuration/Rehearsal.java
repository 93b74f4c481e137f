package io.cloudkit.operator.configuration;

import io.cloudkit.controller.discovery.SecretMask;
import io.cloudkit.controller.engine.Surroundings;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Makes a provider and closes it again, to hear what it refuses together with all other mistakes.
 * Calls no backend: a factory must not.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * What the provider of that instance refuses; empty if it can be made.
   *
   * @throws DefectException if that is the fault of the provider, not of its settings
   */
  static Optional<Problem> of(ProviderSettings settings, Duration patience) throws DefectException {
    try {
      ProvisioningProvider made = settings.make(new Stage(settings), patience);
      PatientCall.within(
          patience,
          "close",
          () -> {
            made.close();
            return true;
          });
      return Optional.empty();
    } catch (IllegalArgumentException refused) {
      return Optional.of(told(settings, refused));
    }
  }

  /**
   * What a factory said, by the variable that a person knows if it begins with the name of a
   * property. What was found is told as it was typed, not as a Duration prints itself, and a secret
   * of the instance not at all.
   */
  static Problem told(ProviderSettings settings, IllegalArgumentException refused) {
    String told =
        SecretMask.of(settings.secrets().values()).over(String.valueOf(refused.getMessage()));
    int colon = Math.max(0, told.indexOf(": "));
    String name = told.substring(0, colon).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return settings.given().entrySet().stream()
        .filter(each -> each.getKey().equals(name))
        .findFirst()
        .map(Entry::getValue)
        .map(
            given ->
                new Problem(
                    given.variable(),
                    given.found(),
                    told.substring(colon + 2).replaceAll(", found PT[-0-9.HMS]+$", "")))
        .orElseGet(
            () -> new Problem("provider " + settings.instance(), "refused its settings", told));
  }

  private record Stage(ProviderSettings settings) implements ProviderContext {
    @Override
    public String instance() {
      return settings.instance();
    }

    @Override
    public InstantSource clock() {
      return Surroundings.real().clock();
    }

    @Override
    public LongSupplier nanoTime() {
      return Surroundings.real().nanoTime();
    }

    @Override
    public Executor executor() {
      return work -> {
        throw new RejectedExecutionException("the provider is only made to check its settings");
      };
    }

    @Override
    public MetricsSink metrics() {
      return new Unmeasured();
    }

    @Override
    public Secret secret(String property) {
      return settings.secret(property);
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
