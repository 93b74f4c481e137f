package io.cloudkit.controller.simulation;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** A provider whose network and backend misbehave within what its traits declare. */
final class ChaoticProvider implements ProvisioningProvider {
  private final InMemoryProvider provider;
  private final Chaos chaos;
  private final SimulatedApi api;
  private final String process;

  ChaoticProvider(InMemoryProvider provider, Chaos chaos, SimulatedApi api, String process) {
    this.provider = provider;
    this.chaos = chaos;
    this.api = api;
    this.process = process;
  }

  @Override
  public ProviderTraits traits() {
    return provider.traits();
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    chaos.boundary(process + " before trigger");
    if (chaos.happens(5)) {
      return ProvisionResult.rejected(FailureKind.CAPACITY, "no room");
    }
    if (chaos.happens(5)) {
      return ProvisionResult.waiting("busy", Duration.ofSeconds(3));
    }
    send(request);
    return answered(provider.triggerProvision(request), request);
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    chaos.boundary(process + " before trigger");
    if (chaos.happens(5)) {
      return DeprovisionResult.rejected(FailureKind.CAPACITY, "no room");
    }
    send(request);
    return answered(provider.triggerDeprovision(request), request);
  }

  /** The request is on its way: it may be lost, or arrive late. */
  private void send(LaunchRequest request) {
    if (!api.wasPermitted(request.claim())) {
      api.violations().add("L1: claim " + request.claim() + " was sent and never permitted");
    }
    if (chaos.happens(6)) {
      chaos.tell(process + " trigger: lost on the way");
      throw new ProviderException("connection reset");
    }
    if (chaos.happens(8) && !request.sendBy().isPast()) {
      Duration late = chaos.upTo(provider.traits().lateCommit());
      chaos.tell(process + " trigger: will commit " + late.toSeconds() + " s late");
      provider.arrive(request, late);
      throw new ProviderException("504");
    }
  }

  private <T> T answered(T result, LaunchRequest request) {
    chaos.tell(
        process + " trigger " + request.type() + " op " + request.operation() + ": " + result);
    chaos.boundary(process + " after trigger");
    if (chaos.happens(8)) {
      chaos.tell(process + " trigger: answer lost");
      throw new ProviderException("answer lost");
    }
    return result;
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    unavailable("recover");
    Recovery recovery = provider.recover(launch);
    chaos.tell(process + " recover: " + recovery);
    return recovery;
  }

  @Override
  public JobObservation observe(JobQuery job) {
    unavailable("observe");
    return provider.observe(job);
  }

  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    unavailable("news");
    return provider.news(active);
  }

  @Override
  public CancelResult cancel(JobQuery job) {
    unavailable("cancel");
    chaos.tell(process + " cancels " + job.job().id());
    return provider.cancel(job);
  }

  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    unavailable("bookmark");
    return Optional.of("mark");
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    unavailable("live jobs");
    return provider.liveJobs(resource);
  }

  private void unavailable(String what) {
    chaos.boundary(process + " " + what);
    if (chaos.happens(8)) {
      throw new ProviderException(what + ": 503");
    }
  }
}
