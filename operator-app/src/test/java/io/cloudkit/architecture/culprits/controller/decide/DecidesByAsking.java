package io.cloudkit.architecture.culprits.controller.decide;

import io.cloudkit.architecture.Breaks;
import io.cloudkit.provisioning.spi.ProvisioningProvider;

/** A decision that goes out and asks. */
@Breaks("deciding_is_pure")
final class DecidesByAsking {
  boolean mayCancel(ProvisioningProvider provider) {
    return provider.traits().canCancel();
  }
}
