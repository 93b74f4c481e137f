package io.cloudkit.controller.engine;

import com.google.common.collect.Maps;
import io.cloudkit.controller.decide.Intent;
import io.cloudkit.controller.status.Job;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that can be used, and how an embedder's resource is put before them. Thread-safe.
 */
final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
  private static final String UNREADABLE = "unreadable";

  private final ResourceAdapter adapter;
  private final Map<String, ProviderCalls> providers;
  private final Map<String, ProviderTraits> traits;
  private final Map<String, List<ConfigProperty>> options;
  private final Map<String, String> unusable;

  /**
   * The providers that can be used.
   *
   * @param options what a resource may set for a launch, by instance
   * @param unusable why other instances that are configured could not be made
   */
  Backends(
      ResourceAdapter adapter,
      Map<String, ProviderCalls> providers,
      Map<String, List<ConfigProperty>> options,
      Map<String, String> unusable) {
    this.adapter = adapter;
    this.providers = Map.copyOf(providers);
    this.traits = Map.copyOf(Maps.transformValues(providers, ProviderCalls::traits));
    this.options = Map.copyOf(options);
    this.unusable = Map.copyOf(unusable);
  }

  Optional<ProviderCalls> find(String provider) {
    return Optional.ofNullable(providers.get(provider));
  }

  Map<String, ProviderTraits> traits() {
    return traits;
  }

  Map<String, String> unusable() {
    return unusable;
  }

  /** Why an instance can not be asked, and what to do. */
  String missing(String provider) {
    String why = unusable.get(provider);
    return why == null
        ? notConfigured(provider)
        : "provider instance \"" + provider + "\" is configured, but could not be made: " + why;
  }

  private String notConfigured(String provider) {
    return "provider instance \""
        + provider
        + "\" is not configured (configured are "
        + new TreeSet<>(providers.keySet())
        + "); configure it again";
  }

  /** What the user asks for. An adapter that fails must keep nobody from letting go. */
  Intent intent(ResourceSnapshot resource) {
    try {
      return adapter.intent(resource);
    } catch (RuntimeException defect) {
      LOG.error("{}: its adapter failed", resource, defect);
      String problem = "the spec could not be read: " + defect.getClass().getSimpleName();
      return new Intent(UNREADABLE, Optional.empty(), Map.of(), Optional.of(problem));
    }
  }

  /** What the user sets for launches by that provider; nothing is wrong where it is not there. */
  LaunchOptions options(String provider, Intent intent) {
    List<ConfigProperty> declared = options.get(provider);
    return declared == null
        ? new LaunchOptions(Map.of(), Optional.empty())
        : LaunchOptions.of(provider, declared, intent.options());
  }

  /** What of the user's options the provider of a launch does not take. */
  Optional<String> badOption(Launch launch, StoredResource resource) {
    return options(launch.provider(), intent(resource.snapshot())).problem();
  }

  ResourceSnapshot document(StoredResource resource) {
    return adapter.forProvider(resource.snapshot(), resource.status());
  }

  LaunchPlan plan(Launch launch, StoredResource resource) {
    return new LaunchPlan(
        launch.provider(),
        launch.operation(),
        launch.type(),
        launch.configVersion(),
        options(launch.provider(), intent(resource.snapshot())).values(),
        document(resource));
  }

  JobQuery query(JobRef ref, StoredResource resource) {
    return resource
        .status()
        .job(ref)
        .map(job -> query(job, resource))
        .orElseGet(() -> new JobQuery(ref, "", "", resource.snapshot()));
  }

  JobQuery query(Job job, StoredResource resource) {
    return new JobQuery(job.ref(), job.claim(), job.configVersion(), resource.snapshot());
  }
}
