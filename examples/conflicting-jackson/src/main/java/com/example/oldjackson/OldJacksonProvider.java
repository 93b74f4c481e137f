package com.example.oldjackson;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.cloudkit.provisioning.api.*;
import io.cloudkit.provisioning.spi.*;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Has nothing to provision: each job has succeeded when it was asked for, and says by which Jackson
 * the resource was read. So nothing can be lost, late or done twice.
 */
final class OldJacksonProvider implements ProvisioningProvider {
  private final ObjectMapper json = new ObjectMapper();

  @Override
  public ProviderTraits traits() {
    return ProviderTraits.polled().lateCommit(Duration.ZERO).deduplicates().build();
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    Map<String, Object> document = request.resource().document();
    try {
      int fields = json.readTree(json.writeValueAsString(document)).size();
      return ProvisionResult.triggered(
          request.job(request.operation()), done("read " + fields + " fields"));
    } catch (IOException unreadable) {
      return ProvisionResult.rejected(FailureKind.INVALID_REQUEST, "expected JSON, found none");
    }
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    return triggerProvision(request)
        .match(
            DeprovisionResult::triggered, DeprovisionResult::waiting, DeprovisionResult::rejected);
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    return Recovery.notLaunched("there is nothing that a launch could leave behind");
  }

  @Override
  public JobObservation observe(JobQuery query) {
    return JobObservation.seen(done(""));
  }

  @Override
  public LiveJobs liveJobs(ResourceSnapshot resource) {
    return LiveJobs.of(List.of());
  }

  @Override
  public CancelResult cancel(JobQuery query) {
    return CancelResult.alreadyEnded();
  }

  private static JobStatus done(String message) {
    return JobStatus.builder(JobState.SUCCEEDED)
        .message(message)
        .output("jackson", PackageVersion.VERSION.toString())
        .build();
  }
}
