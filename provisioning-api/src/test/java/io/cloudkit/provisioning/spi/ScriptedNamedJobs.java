package io.cloudkit.provisioning.spi;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers as it is told to, and remembers what it was asked. */
final class ScriptedNamedJobs implements NamedJobsProvider {
  final List<String> created = new ArrayList<>();
  List<NamedJob> jobs = List.of();
  boolean lists;
  int looks;
  Set<String> unanswered = Set.of();
  Set<String> hangs = Set.of();
  @Nullable ProvisionResult answer;
  @Nullable Exception broken;

  @Override
  public String instance() {
    return "jobs";
  }

  @Override
  public ProviderTraits traits() {
    return ProviderTraits.polled().canSearch().build();
  }

  @Override
  public ProvisionResult create(JobRef job, LaunchRequest request) throws Exception {
    mayBreak();
    created.add(job.id());
    return answer == null ? ProvisionResult.triggered(job, JobStatus.of(JobState.PENDING)) : answer;
  }

  @Override
  public Optional<NamedJob> find(String name) throws Exception {
    mayBreak();
    looks++;
    if (hangs.contains(name)) {
      throw new InterruptedException("its time was over");
    }
    if (unanswered.contains(name)) {
      throw new IOException("no answer about " + name);
    }
    return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
  }

  @Override
  public Optional<List<NamedJob>> list() throws Exception {
    mayBreak();
    return lists ? Optional.of(jobs) : NamedJobsProvider.super.list();
  }

  @Override
  public Optional<List<NamedJob>> listFor(ResourceSnapshot resource) throws Exception {
    mayBreak();
    return lists ? Optional.of(jobs) : NamedJobsProvider.super.listFor(resource);
  }

  @Override
  public CancelResult cancel(String name) throws Exception {
    mayBreak();
    return CancelResult.refused("no cancel of " + name);
  }

  private void mayBreak() throws Exception {
    if (broken != null) {
      throw broken;
    }
  }
}
