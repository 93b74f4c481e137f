package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A way to the backend: an honest provider, and what the network may do beside it. */
interface Link {
  ProvisioningProvider provider();

  /** The faults that strike each request by itself; no other may hide the provider from them. */
  default Set<Fault> strikingOnTheWay() {
    return Set.of();
  }

  /** What the provider does by itself, from time to time; tells of jobs that are worth a look. */
  default List<JobRef> look() {
    return List.of();
  }

  /** A launch that its sender lost sight of reaches the backend, with that delay. */
  void arrive(LaunchRequest request, Duration late);
}
