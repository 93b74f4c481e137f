package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.time.Duration;

/** To a backend whose jobs can be asked about. */
record InMemoryLink(InMemoryProvider provider) implements Link {
  @Override
  public void arrive(LaunchRequest request, Duration late) {
    InMemoryJob unused = provider.arrive(request, late);
  }
}
