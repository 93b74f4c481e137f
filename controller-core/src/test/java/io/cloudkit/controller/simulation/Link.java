package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;

/** A way to the backend: an honest provider, and what the network may do beside it. */
interface Link {
  ProvisioningProvider provider();

  /** A launch that its sender lost sight of reaches the backend, with that delay. */
  void arrive(LaunchRequest request, Duration late);
}
