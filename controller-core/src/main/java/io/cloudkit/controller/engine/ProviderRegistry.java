package io.cloudkit.controller.engine;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.spi.ConfigProperty;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The provider instances that can be used, by name. Thread-safe and constant. */
public interface ProviderRegistry {

  /** The instance of that name. */
  Optional<ProvisioningProvider> find(String instance);

  /** The names of all instances. */
  Set<String> instances();

  /**
   * What a resource may set for a launch by that instance: the {@code launchOptions()} of its
   * factory. Unless overridden nothing, so that every option is refused.
   */
  default List<ConfigProperty> launchOptions(String instance) {
    return List.of();
  }

  /**
   * Why other instances, which are configured too, could not be made, and where to look, by name: a
   * user of a resource reads it. Holds no secret. Unless overridden there are none.
   */
  default Map<String, String> unusable() {
    return Map.of();
  }

  /** The instance that launches for a resource that names none. */
  String defaultInstance();

  /**
   * Where the hints of the providers go ({@code ProviderContext.hint}). Told by each controller
   * when it is made, once; controllers that share a registry get every hint, all of them, and a
   * controller does nothing on a hint about a job that it does not follow. A registry whose
   * providers give no hints need not listen.
   */
  default void sendHintsTo(Consumer<JobRef> controller) {}
}
