package io.cloudkit.architecture.culprits.controller.josdk;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.spi.ProvisioningProvider;

/** A launch that nobody wrote down first. */
@Breaks("only_the_engine_launches_and_cancels")
final class LaunchesUnwritten {
  ProvisionResult now(ProvisioningProvider provider, LaunchRequest request) {
    return provider.triggerProvision(request);
  }
}
