package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Broken.blind;
import static io.cloudkit.testkit.tck.Broken.isCut;
import static io.cloudkit.testkit.tck.Broken.provider;

import io.cloudkit.provisioning.api.FoundJob;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.tck.Broken.Passing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Providers that break a promise of P-3. */
final class BrokenRecoveries {
  private BrokenRecoveries() {}

  private static final List<Broken> OF_EITHER_TYPE =
      List.of(
          provider(
              "P-3.1",
              "finds a neighbour's job, too",
              good ->
                  new Passing(good) {
                    private final List<FoundJob> all = new CopyOnWriteArrayList<>();

                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      ProvisionResult result = good.triggerProvision(request);
                      Answer.of(result).job().map(BrokenRecoveries::found).ifPresent(all::add);
                      return result;
                    }

                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return found(good.recover(launch), jobs -> joined(jobs, all, launch));
                    }
                  }),
          provider(
              "P-3.1",
              "echoes another version",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return found(
                          good.recover(launch),
                          jobs -> jobs.stream().map(BrokenRecoveries::ofAnotherVersion).toList());
                    }
                  }),
          provider(
              "P-3.2",
              "stops at the first job that it finds",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return found(good.recover(launch), jobs -> jobs.subList(0, 1));
                    }
                  }),
          provider(
              "P-3.2",
              "lists the newest job first",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return found(good.recover(launch), BrokenRecoveries::reversed);
                    }
                  }),
          provider(
              "P-3.2",
              "echoes the claim that it is asked for",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return found(
                          good.recover(launch),
                          jobs -> jobs.stream().map(job -> claiming(launch, job)).toList());
                    }
                  }),
          provider(
              "P-3.3",
              "takes \"not there yet\" for \"not launched\"",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      Recovery recovery = good.recover(launch);
                      return recovery.match(
                          jobs -> recovery,
                          proof -> recovery,
                          after -> Recovery.notLaunched("there is none"),
                          remedy -> recovery);
                    }
                  }),
          provider(
              "P-3.4",
              "is never sure",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      Recovery recovery = good.recover(launch);
                      return recovery.match(
                          jobs -> recovery,
                          proof -> Recovery.tooEarly(Duration.ofSeconds(1)),
                          after -> recovery,
                          remedy -> recovery);
                    }
                  }),
          blind(
              "P-3.4",
              "waits for an answer that nobody gives",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return Recovery.tooEarly(Duration.ofMinutes(1));
                    }
                  }),
          provider(
              "P-3.5",
              "takes a failed search for an empty one",
              good ->
                  new Passing(good) {
                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      try {
                        return good.recover(launch);
                      } catch (ProviderException failed) {
                        if (isCut(failed, Fault.FAILS)) {
                          return launch.resolvedBy(List.of(), "nothing came back");
                        }
                        throw failed;
                      }
                    }
                  }),
          provider(
              "P-3.5",
              "finds a job that nobody made when its search fails",
              good -> new Inventing(good, Fault.FAILS, Inventing.A_JOB)),
          provider(
              "P-3.6",
              "knows its launches by heart",
              good ->
                  new Passing(good) {
                    private final Set<String> mine = Collections.synchronizedSet(new HashSet<>());

                    @Override
                    public ProvisionResult triggerProvision(LaunchRequest request) {
                      mine.add(request.operation());
                      return good.triggerProvision(request);
                    }

                    @Override
                    public Recovery recover(UnresolvedLaunch launch) {
                      return mine.contains(launch.plan().operation())
                          ? good.recover(launch)
                          : launch.resolvedBy(List.of(), "never heard of it");
                    }
                  }));

  private static final Broken BOASTS =
      provider(
          "P-3.2",
          "says that its backend deduplicates",
          good ->
              new Passing(good) {
                @Override
                public ProviderTraits traits() {
                  return ProviderTraits.polled()
                      .callTimeout(good.traits().callTimeout())
                      .canCancel()
                      .canSearch()
                      .deduplicates()
                      .build();
                }
              });

  /** Those that err with a launch err with any, and once more with deprovisions alone. */
  static List<Broken> all() {
    return Stream.of(
            OF_EITHER_TYPE.stream(),
            OF_EITHER_TYPE.stream().map(Broken::ofDeprovisions),
            Stream.of(BOASTS))
        .flatMap(each -> each)
        .toList();
  }

  private static Recovery found(Recovery recovery, UnaryOperator<List<FoundJob>> change) {
    return recovery.match(
        jobs -> Recovery.found(change.apply(jobs)),
        proof -> recovery,
        after -> recovery,
        remedy -> recovery);
  }

  private static FoundJob found(JobRef job) {
    JobStatus running = JobStatus.of(JobState.RUNNING);
    return FoundJob.of(job, Optional.empty(), Optional.empty(), running);
  }

  private static List<FoundJob> joined(
      List<FoundJob> jobs, List<FoundJob> others, UnresolvedLaunch launch) {
    Map<JobRef, FoundJob> joined = new LinkedHashMap<>();
    jobs.forEach(job -> joined.put(job.job(), job));
    others.stream()
        .filter(job -> job.job().type() == launch.plan().type())
        .forEach(job -> joined.putIfAbsent(job.job(), job));
    return List.copyOf(joined.values());
  }

  private static FoundJob ofAnotherVersion(FoundJob job) {
    return FoundJob.of(job.job(), job.claim(), Optional.of("v0"), job.status());
  }

  private static FoundJob claiming(UnresolvedLaunch launch, FoundJob job) {
    return FoundJob.of(job.job(), Optional.of(launch.claim()), job.configVersion(), job.status());
  }

  private static List<FoundJob> reversed(List<FoundJob> jobs) {
    List<FoundJob> newest = new ArrayList<>(jobs);
    Collections.reverse(newest);
    return newest;
  }
}
