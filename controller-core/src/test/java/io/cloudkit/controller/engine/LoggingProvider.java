package io.cloudkit.controller.engine;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
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
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logs each call before it goes on; a test says what goes wrong around a launch. */
final class LoggingProvider implements ProvisioningProvider {
  private final ProvisioningProvider provider;
  private final List<String> log;
  Runnable beforeTrigger = () -> {};
  Runnable afterTrigger = () -> {};
  Runnable beforeCancel = () -> {};
  Runnable beforeObserve = () -> {};
  Runnable afterCancel = () -> {};
  Runnable beforeNews = () -> {};
  Optional<ProvisionResult> insteadOfAProvision = Optional.empty();
  Optional<DeprovisionResult> insteadOfADeprovision = Optional.empty();
  Optional<CancelResult> insteadOfACancel = Optional.empty();
  Map<String, String> lastOptions = Map.of();

  LoggingProvider(ProvisioningProvider provider, List<String> log) {
    this.provider = provider;
    this.log = log;
  }

  @Override
  public ProviderTraits traits() {
    return provider.traits();
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    log.add("trigger " + request.type() + " " + request.claim());
    lastOptions = request.options();
    beforeTrigger.run();
    ProvisionResult result =
        insteadOfAProvision.orElseGet(() -> provider.triggerProvision(request));
    afterTrigger.run();
    return result;
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    log.add("trigger " + request.type() + " " + request.claim());
    lastOptions = request.options();
    beforeTrigger.run();
    DeprovisionResult result =
        insteadOfADeprovision.orElseGet(() -> provider.triggerDeprovision(request));
    afterTrigger.run();
    return result;
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    log.add("recover " + launch.claim());
    return provider.recover(launch);
  }

  @Override
  public JobObservation observe(JobQuery job) {
    log.add("observe " + job.job().id());
    beforeObserve.run();
    return provider.observe(job);
  }

  @Override
  public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
    beforeNews.run();
    return provider.news(active);
  }

  @Override
  public CancelResult cancel(JobQuery job) {
    log.add("cancel " + job.job().id());
    beforeCancel.run();
    CancelResult result = insteadOfACancel.orElseGet(() -> provider.cancel(job));
    afterCancel.run();
    return result;
  }

  @Override
  public Optional<String> bookmark(LaunchPlan plan) {
    log.add("bookmark");
    return provider.bookmark(plan);
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    log.add("liveJobs");
    return provider.liveJobs(resource);
  }

  @Override
  public void close() {
    log.add("close");
    provider.close();
  }
}
