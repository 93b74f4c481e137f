package com.example.orders;

import io.cloudkit.provisioning.api.*;
import io.cloudkit.provisioning.spi.*;
import java.io.IOException;
import java.nio.file.*;
import java.util.Optional;

/** Puts an order into a folder; whoever carries it out puts a .done or a .failed beside it. */
record OrdersProvider(String instance, Path folder) implements NamedJobsProvider {
  @Override
  public ProviderTraits traits() {
    return ProviderTraits.polled().canSearch().build();
  }

  @Override
  public String name(LaunchPlan plan) {
    return plan.type() + "-" + plan.resource().uid() + "-" + plan.operation();
  }

  @Override
  public ProvisionResult create(JobRef job, LaunchRequest request) throws IOException {
    Path order = folder.resolve(job.id() + ".order");
    try {
      Files.writeString(order, request.facts().toString(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException sentBefore) {
      // one operation, one order
    }
    return ProvisionResult.triggered(job, JobStatus.of(JobState.PENDING));
  }

  @Override
  public Optional<NamedJob> find(String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (!Files.exists(folder.resolve(name + ".order"))) {
      return Optional.empty();
    }
    boolean done = Files.exists(folder.resolve(name + ".done"));
    boolean failed = Files.exists(folder.resolve(name + ".failed"));
    JobState ended = failed ? JobState.FAILED : JobState.SUCCEEDED;
    return Optional.of(NamedJob.of(name, JobStatus.of(done || failed ? ended : JobState.PENDING)));
  }
}
