package io.cloudkit.operator.configuration;

import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.time.Duration;
import java.util.Map;

/**
 * One configured provider instance.
 *
 * @param instance its name; for now that of its type
 * @param config its settings without secrets, for {@link ProvisioningProviderFactory#create}
 * @param secrets those that are set, by property name; for {@code ProviderContext.secret}
 * @param given how a person gave them, by property name
 * @param limits what the engine asks of it at most
 */
public record ProviderSettings(
    String instance,
    ProvisioningProviderFactory factory,
    ProviderConfig config,
    Map<String, Secret> secrets,
    Map<String, Given> given,
    Limits limits) {

  public ProviderSettings {
    secrets = Map.copyOf(secrets);
    given = Map.copyOf(given);
  }

  /**
   * How a person gave a setting.
   *
   * @param variable the one that was set, or could be
   * @param found {@code is "…"}, for a report; never a secret
   */
  public record Given(String variable, String found) {}

  /**
   * What the engine asks of a provider at most.
   *
   * @param statusPollInterval between two questions for news; more than zero
   * @param callConcurrency calls in flight; 1 to 256
   */
  public record Limits(Duration statusPollInterval, int callConcurrency) {}

  /**
   * The secret of that property.
   *
   * @throws IllegalArgumentException if there is none: not declared as a secret, or not set
   */
  public Secret secret(String property) {
    Secret secret = secrets.get(property);
    if (secret == null) {
      throw new IllegalArgumentException(
          instance
              + "."
              + property
              + ": expected one of the secrets that are set, "
              + secrets.keySet());
    }
    return secret;
  }

  @Override
  public String toString() {
    return config + " " + limits;
  }
}
