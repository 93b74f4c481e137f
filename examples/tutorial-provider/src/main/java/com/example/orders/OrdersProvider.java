package com.example.orders;

import io.cloudkit.provisioning.api.*;
import io.cloudkit.provisioning.spi.*;
import java.io.IOException;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;

/** Puts an order into a folder; whoever carries it out puts a .done or a .failed beside it. */
record OrdersProvider(Path folder) implements ProvisioningProvider {
  @Override
  public ProviderTraits traits() {
    return ProviderTraits.polled().canSearch().build();
  }

  @Override
  public ProvisionResult triggerProvision(LaunchRequest request) {
    String id = id(request.plan());
    if (request.sendBy().isPast()) {
      return ProvisionResult.waiting("too late to send", Duration.ZERO);
    }
    try {
      Files.createFile(folder.resolve(id + ".order"));
    } catch (FileAlreadyExistsException sentBefore) {
      // one operation, one order
    } catch (IOException unknown) {
      throw new ProviderException("put an order into " + folder, unknown);
    }
    return ProvisionResult.triggered(request.job(id), JobStatus.of(JobState.PENDING));
  }

  @Override
  public DeprovisionResult triggerDeprovision(LaunchRequest request) {
    ProvisionResult result = triggerProvision(request);
    return result.match(
        DeprovisionResult::triggered, DeprovisionResult::waiting, DeprovisionResult::rejected);
  }

  @Override
  public Recovery recover(UnresolvedLaunch launch) {
    JobRef job = launch.job(id(launch.plan()));
    Optional<JobStatus> status = status(job.id());
    if (status.isPresent()) {
      FoundJob found = FoundJob.of(job, Optional.empty(), Optional.empty(), status.get());
      return Recovery.found(List.of(found));
    }
    return launch.isSettled()
        ? Recovery.notLaunched("there is no such order")
        : Recovery.tooEarly(launch.untilSettled());
  }

  @Override
  public JobObservation observe(JobQuery query) {
    return status(query.job().id())
        .map(JobObservation::seen)
        .orElse(JobObservation.purged("the order was thrown away"));
  }

  @Override
  public CancelResult cancel(JobQuery query) {
    return CancelResult.unsupported();
  }

  private static String id(LaunchPlan plan) {
    return plan.type() + "-" + plan.resource().uid() + "-" + plan.operation();
  }

  private Optional<JobStatus> status(String id) {
    if (!Files.exists(folder.resolve(id + ".order"))) {
      return Optional.empty();
    }
    boolean done = Files.exists(folder.resolve(id + ".done"));
    boolean failed = Files.exists(folder.resolve(id + ".failed"));
    JobState ended = failed ? JobState.FAILED : JobState.SUCCEEDED;
    return Optional.of(JobStatus.of(done || failed ? ended : JobState.PENDING));
  }
}
