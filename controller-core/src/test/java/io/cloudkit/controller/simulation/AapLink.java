package io.cloudkit.controller.simulation;

import io.cloudkit.provider.aap.AapInProcess;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The real provider of AAP, whose requests reach a faked controller without a network. */
final class AapLink implements Link {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "call-timeout",
          "10s",
          "late-commit",
          "40s",
          "settle",
          AapScripts.LONGEST_LIE.toSeconds() + "s",
          "max-job-duration",
          "20m",
          "provision-template",
          AapJobs.PROVISION_TEMPLATE,
          "deprovision-template",
          AapJobs.DEPROVISION_TEMPLATE);

  private final ProvisioningProvider provider;

  private AapLink(ProvisioningProvider provider) {
    this.provider = provider;
  }

  static AapLink of(String instance, VirtualTime time, AapInProcess.Wire wire) {
    SimulatedContext context = new SimulatedContext(instance, time, Optional.of(AapJobs.TOKEN));
    return new AapLink(AapInProcess.provider(SETTINGS, context, wire));
  }

  static ProviderTraits traits() {
    return of(
            "aap",
            new VirtualTime(),
            parcel -> {
              throw new ConnectException("nobody listens");
            })
        .provider()
        .traits();
  }

  @Override
  public ProvisioningProvider provider() {
    return provider;
  }

  @Override
  public Set<Fault> strikingOnTheWay() {
    return AapWire.FAULTS;
  }

  @Override
  public void arrive(LaunchRequest request, Duration late) {
    throw new IllegalStateException("expected to be late on the way, found " + request.claim());
  }
}
