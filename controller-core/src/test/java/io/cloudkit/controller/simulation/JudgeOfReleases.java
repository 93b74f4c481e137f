package io.cloudkit.controller.simulation;

import io.cloudkit.controller.status.Job;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges what is there when the engine has let a resource go: no machine, and no job (X3). */
final class JudgeOfReleases {
  private final Backends backends;
  private final Chronicle chronicle;
  private final Verdict verdict;
  private final JudgeOfLaunches launches;
  private final Map<String, Release> released = new HashMap<>();

  /** How a resource was when the engine let it go, and when that was. */
  private record Release(SimulatedApi.Version last, long at) {}

  JudgeOfReleases(
      Backends backends, Chronicle chronicle, Verdict verdict, JudgeOfLaunches launches) {
    this.backends = backends;
    this.chronicle = chronicle;
    this.verdict = verdict;
    this.launches = launches;
  }

  void releases(SimulatedApi.Version last) {
    if (Word.letsGo(last.annotations())) {
      return;
    }
    released.put(last.uid(), new Release(last, chronicle.now()));
    if (last.status().launch().isPresent()) {
      verdict.condemn("X3: released with an unresolved launch: " + last.status().launch());
    }
  }

  int count() {
    return released.size();
  }

  /** What ran for one of them, or runs. */
  void ran(String uid, List<InMemoryJob> jobs) {
    Optional.ofNullable(released.get(uid)).ifPresent(release -> leaked(release, jobs));
  }

  private void leaked(Release release, List<InMemoryJob> jobs) {
    SimulatedApi.Version last = release.last();
    String uid = last.uid();
    List<InMemoryJob> deprovisions =
        jobs.stream().filter(job -> job.type() == JobType.DEPROVISION && job.hasRun()).toList();
    // who took nothing away must have known until the end that there is nothing
    Optional<Long> known =
        deprovisions.isEmpty()
            ? Optional.of(release.at())
            : deprovisions.stream()
                .flatMap(job -> launches.knownUntil(job.claim()).stream())
                .max(Long::compare);
    boolean isManual =
        backends
            .makerOf(uid)
            .filter(InMemoryJob::isByPerson)
            .filter(
                maker ->
                    chronicle.isForgotten(maker)
                        || wasMovedOnFrom(maker, jobs)
                        || known.filter(at -> maker.launchedAt() - at < 0).isEmpty())
            .isPresent();
    boolean isTwins =
        backends
            .makerOf(uid)
            .filter(maker -> chronicle.isUnseenBy(maker, last.status().deprovisionJob()))
            .isPresent();
    boolean isExcused = isManual || isTwins || isDeclared(last, jobs);
    if (backends.makerOf(uid).isPresent() && !isExcused) {
      InMemoryJob maker = backends.makerOf(uid).orElseThrow();
      verdict.condemnEffect(
          "X3: "
              + uid
              + " is gone and its machine is left, made by "
              + JudgeOfPlaybooks.withClaim(maker),
          Stream.of(maker.claim()));
    }
    for (InMemoryJob job : jobs) {
      if (!job.isByPerson()
          && !chronicle.hasTwinThatSucceeded(job)
          && !chronicle.beganOnANamesake(job)
          && !outlivedWhatWasDeclared(job)
          && backends.mayRun(job)) {
        verdict.condemnEffect("X3: " + uid + " is gone beside " + job, Stream.of(job.claim()));
      }
    }
  }

  /** Who took the machine away knew nothing of the backend of a person's job. */
  private boolean wasMovedOnFrom(InMemoryJob manual, List<InMemoryJob> jobs) {
    String instance = backends.instanceOf(manual);
    return jobs.stream()
        .filter(job -> job.type() == JobType.DEPROVISION)
        .anyMatch(job -> chronicle.requests().wasSentWithout(instance, job.claim()));
  }

  /** The status names a job that failed, and that was declared to let the resource go then. */
  private boolean isDeclared(SimulatedApi.Version last, List<InMemoryJob> jobs) {
    Optional<Job> named =
        last.status().deprovisionJob().filter(job -> !job.blockDeletionOnFailure());
    return jobs.stream()
        .filter(job -> named.filter(each -> each.id().equals(job.id())).isPresent())
        .filter(job -> job.state() == JobState.FAILED && !job.isRunning())
        .anyMatch(chronicle::mayLeak);
  }

  /** A deprovision of which nobody can see that it runs longer than its provider says any can. */
  private boolean outlivedWhatWasDeclared(InMemoryJob job) {
    ProviderTraits traits = backends.owner(job).traits();
    return job.type() == JobType.DEPROVISION
        && traits.watch() == ProviderTraits.Watch.SIGNALLED
        && !traits.canSearch()
        && chronicle.now() - job.launchedAt() >= traits.maxJobDuration().toNanos();
  }
}
