package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Broken.blind;
import static io.cloudkit.testkit.tck.Broken.isCut;
import static io.cloudkit.testkit.tck.Broken.provider;

import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.testkit.tck.Broken.Passing;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Providers that break a promise of P-4. */
final class BrokenObservations {
  private BrokenObservations() {}

  static final List<Broken> ALL =
      List.of(
          provider(
              "P-4.1",
              "takes a 404 for an end",
              good ->
                  new Passing(good) {
                    @Override
                    public JobObservation observe(JobQuery job) {
                      JobObservation seen = good.observe(job);
                      JobObservation gone = seen(JobStatus.of(JobState.SUCCEEDED));
                      return seen.match(status -> seen, purged -> gone, r -> seen, r -> seen);
                    }
                  }),
          provider(
              "P-4.1",
              "believes a status that lies",
              good ->
                  new Passing(good) {
                    @Override
                    public JobObservation observe(JobQuery job) {
                      return status(good.observe(job), status -> JobStatus.of(status.state()));
                    }
                  }),
          provider(
              "P-4.1",
              "takes the launch for the end",
              good ->
                  new Passing(good) {
                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      ProvisionResult result = good.triggerProvision(request);
                      JobStatus done = JobStatus.of(JobState.SUCCEEDED);
                      return result.match(
                          (job, status) -> ProvisionResult.triggered(job, done),
                          (reason, after) -> result,
                          (kind, reason) -> result);
                    }
                  }),
          provider(
              "P-4.2",
              "knows one end, and that is good",
              good ->
                  new Passing(good) {
                    @Override
                    public JobObservation observe(JobQuery job) {
                      return status(good.observe(job), BrokenObservations::wellEnded);
                    }

                    @Override
                    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
                      return good.news(active);
                    }
                  }),
          provider(
              "P-4.3",
              "lists what runs, and never what ended",
              good ->
                  new Passing(good) {
                    @Override
                    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
                      Map<JobRef, JobObservation> news = new HashMap<>(good.news(active));
                      news.values().removeIf(seen -> Answer.of(seen).tellsAnEnd());
                      return news;
                    }
                  }),
          provider(
              "P-4.3",
              "tells each end once, as a good one",
              good ->
                  new Passing(good) {
                    private final Set<JobRef> told = Collections.synchronizedSet(new HashSet<>());

                    @Override
                    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
                      Map<JobRef, JobObservation> news = new HashMap<>(good.news(active));
                      news.keySet().removeAll(told);
                      news.replaceAll((job, seen) -> status(seen, BrokenObservations::wellEnded));
                      news.forEach(
                          (job, seen) -> {
                            if (Answer.of(seen).tellsAnEnd()) {
                              told.add(job);
                            }
                          });
                      return news;
                    }
                  }),
          provider(
              "P-4.3",
              "tells of jobs that nobody asked about",
              good ->
                  new Passing(good) {
                    private final Map<JobRef, JobQuery> all = new HashMap<>();

                    @Override
                    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
                      active.forEach(query -> all.put(query.job(), query));
                      return good.news(all.values());
                    }

                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      ProvisionResult result = good.triggerProvision(request);
                      return result.match(
                          (job, status) -> remembering(job, request, result),
                          (reason, after) -> result,
                          (kind, reason) -> result);
                    }

                    private synchronized ProvisionResult remembering(
                        JobRef job, LaunchRequest of, ProvisionResult result) {
                      all.put(
                          job, new JobQuery(job, of.claim(), of.configVersion(), of.resource()));
                      return result;
                    }
                  }),
          provider(
              "P-4.4",
              "launches anew when it finds nothing",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      Recovery recovery = good.recover(launch);
                      if (Answer.of(recovery).is(Answer.Said.NOT_LAUNCHED)) {
                        var unused = good.triggerProvision(BrokenLaunches.request(launch));
                      }
                      return recovery;
                    }
                  }),
          provider(
              "P-4.6",
              "has no news when its question fails",
              good ->
                  new Passing(good) {
                    @Override
                    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
                      try {
                        return good.news(active);
                      } catch (ProviderException failed) {
                        if (isCut(failed, Fault.FAILS)) {
                          return Map.of();
                        }
                        throw failed;
                      }
                    }
                  }),
          blind(
              "P-4.5",
              "sees nothing, and says that nothing is there",
              good ->
                  new Passing(good) {
                    @Override
                    public LiveJobs liveJobs(ResourceSnapshot resource) {
                      return LiveJobs.of(List.of());
                    }
                  }),
          provider(
              "P-4.5",
              "shows no job to be alive when it can not ask",
              good ->
                  new Passing(good) {
                    @Override
                    public LiveJobs liveJobs(ResourceSnapshot resource) {
                      try {
                        return good.liveJobs(resource);
                      } catch (ProviderException failed) {
                        if (isCut(failed, Fault.FAILS)) {
                          return LiveJobs.of(List.of());
                        }
                        throw failed;
                      }
                    }
                  }));

  private static JobStatus wellEnded(JobStatus status) {
    return status.state() == JobState.FAILED && status.settle().isZero()
        ? JobStatus.of(JobState.SUCCEEDED)
        : status;
  }

  private static JobObservation seen(JobStatus status) {
    return JobObservation.seen(status);
  }

  private static JobObservation status(
      JobObservation observation, UnaryOperator<JobStatus> change) {
    return observation.match(
        status -> seen(change.apply(status)),
        reason -> observation,
        reason -> observation,
        reason -> observation);
  }
}
