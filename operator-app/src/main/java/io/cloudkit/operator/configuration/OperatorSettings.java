package io.cloudkit.operator.configuration;

import io.cloudkit.controller.decide.RetryBudget;
import io.cloudkit.controller.engine.ProviderLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the operator runs with: all of it valid. Immutable; its text shows no secret.
 *
 * @param defaultProvider the instance that launches for resources which choose none; one of {@code
 *     providers}
 * @param providers the configured instances, by name
 * @param unusable why instances that are configured, too, can not be used, by their fault
 * @param namespace whose ComputeInstances and Tenants are looked after
 */
public record OperatorSettings(
    String defaultProvider,
    List<ProviderSettings> providers,
    Map<String, String> unusable,
    String namespace,
    Launches launches,
    Jobs jobs,
    Retries retries,
    Election election,
    Http http,
    Log log) {

  public OperatorSettings {
    providers = List.copyOf(providers);
    unusable = Map.copyOf(unusable);
  }

  /** What is asked at most of the instance of that name, one of {@code providers}. */
  public ProviderLimits limits(String instance) {
    return providers.stream()
        .filter(each -> each.instance().equals(instance))
        .findFirst()
        .map(ProviderSettings::limits)
        .orElse(ProviderLimits.DEFAULT);
  }

  /** Whether something new may be launched at all. */
  public enum NewLaunches {
    ENABLED,
    /** Jobs that run are followed, nothing new is launched. */
    DISABLED
  }

  /**
   * When something is launched.
   *
   * @param sendWindow how long after its permission a request may still leave; more than zero
   * @param guard when many launches at once are suspicious
   */
  public record Launches(NewLaunches newLaunches, Duration sendWindow, Guard guard) {}

  /**
   * The mass-launch guard.
   *
   * @param sharePercent of the Ready resources that may want a launch without a changed spec; 1 to
   *     100, and 100 turns the guard off
   * @param minimumCount the guard stays quiet below this number of resources; at least 1
   * @param window how long such a launch is put off to be counted; more than zero
   */
  public record Guard(int sharePercent, int minimumCount, Duration window) {}

  /**
   * How long jobs may run and how many are remembered.
   *
   * @param maxHistory ended jobs kept for each type; 1 to 100
   */
  public record Jobs(Duration provisionDeadline, Duration deprovisionDeadline, int maxHistory) {}

  /**
   * Efforts after failed ones.
   *
   * @param min the first pause between them; more than zero
   * @param max the longest one; at least {@code min}
   * @param budget how many may fail in a row
   */
  public record Retries(Duration min, Duration max, RetryBudget budget) {}

  /** Whether a lease decides who acts. */
  public enum ElectionMode {
    LEASE,
    /** One process alone. */
    ALONE
  }

  /** Leader election; {@code retryPeriod < renewDeadline < leaseDuration}. */
  public record Election(
      ElectionMode mode,
      String leaseName,
      String leaseNamespace,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod) {}

  /**
   * Where health and metrics are served.
   *
   * @param port 0 for any that is free
   */
  public record Http(String bindAddress, int port) {}

  /** How a log line looks. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /**
   * What is logged.
   *
   * @param level error, warn, info, debug or trace
   */
  public record Log(String level, LogFormat format) {}
}
