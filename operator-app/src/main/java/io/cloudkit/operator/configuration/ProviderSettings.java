package io.cloudkit.operator.configuration;

import io.cloudkit.controller.engine.ProviderLimits;
import io.cloudkit.provisioning.spi.ProviderConfig;
import io.cloudkit.provisioning.spi.ProviderContext;
import io.cloudkit.provisioning.spi.ProviderContext.Secret;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.time.Duration;
import java.util.Map;

/**
 * One configured provider instance.
 *
 * @param instance its name; two of one type have different ones
 * @param config its settings without secrets, for {@link ProvisioningProviderFactory#create}
 * @param secrets those that are set, by property name; for {@code ProviderContext.secret}
 * @param given how a person gave them, by property name
 * @param limits what the engine asks of it at most
 */
public record ProviderSettings(
    String instance,
    ProviderKind kind,
    ProviderConfig config,
    Map<String, Secret> secrets,
    Map<String, Given> given,
    ProviderLimits limits) {

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

  /**
   * Makes the provider.
   *
   * @param patience how long that may take
   * @throws IllegalArgumentException if it refuses its settings
   * @throws DefectException if it did not do it, by no fault of the settings
   */
  public ProvisioningProvider make(ProviderContext context, Duration patience)
      throws DefectException {
    ProvisioningProvider made =
        PatientCall.within(patience, "create", () -> kind.factory().create(config, context));
    ProviderTraits unused = PatientCall.within(patience, "traits", () -> made.traits());
    return made;
  }

  @Override
  public String toString() {
    return config + " " + limits;
  }
}
