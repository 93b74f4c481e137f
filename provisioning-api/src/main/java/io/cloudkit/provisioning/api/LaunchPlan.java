package io.cloudkit.provisioning.api;

import java.util.Map;
import java.util.Objects;

/**
 * One effort to bring a resource to a state, before and whatever becomes of it. Made by the engine.
 *
 * @param provider name of the provider instance that is to do it
 * @param operation random name of the effort, 128 bits as 32 hex digits; the same through all of
 *     its sends, never used for another effort. A backend must be given it, so that the effort can
 *     be found again
 * @param type what is to be done
 * @param configVersion the version of the user's intent that is to be reached
 * @param options what the resource asks of this launch, by the names of {@code
 *     ProvisioningProviderFactory.launchOptions()}
 * @param resource the resource as it was read when the effort was decided; with a {@link
 *     LaunchRequest}, as the API server answered the write of its permission
 */
public record LaunchPlan(
    String provider,
    String operation,
    JobType type,
    String configVersion,
    Map<String, String> options,
    ResourceSnapshot resource) {
  public LaunchPlan {
    Checks.token("provider", 63, provider);
    Checks.token("operation", 64, operation);
    Objects.requireNonNull(type, "type");
    Checks.token("config version", 128, configVersion);
    options = Map.copyOf(options);
    Objects.requireNonNull(resource, "resource");
  }
}
