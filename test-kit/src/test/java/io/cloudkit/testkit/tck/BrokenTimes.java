package io.cloudkit.testkit.tck;

import static io.cloudkit.testkit.tck.Broken.isCut;
import static io.cloudkit.testkit.tck.Broken.provider;

import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.LaunchPlan;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.api.LiveJobs;
import io.cloudkit.provisioning.api.ProvisionResult;
import io.cloudkit.provisioning.api.Recovery;
import io.cloudkit.provisioning.api.ResourceSnapshot;
import io.cloudkit.provisioning.api.UnresolvedLaunch;
import io.cloudkit.provisioning.spi.Finding;
import io.cloudkit.provisioning.spi.ProviderException;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.tck.Broken.Passing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Providers that break P-6.1 or P-6.2: by each call that waits for the backend, and only there. */
final class BrokenTimes {
  /** Every call that may ask the backend. */
  private enum Call {
    PROVISION,
    DEPROVISION,
    RECOVER,
    OBSERVE,
    NEWS,
    CANCEL,
    BOOKMARK,
    LIVE_JOBS,
    PREFLIGHT
  }

  private BrokenTimes() {}

  /** Those of which each takes seconds to be caught. */
  static Stream<Broken> slow() {
    return Stream.of(Call.values())
        .flatMap(
            call ->
                Stream.of(
                    provider(
                        "P-6.1",
                        "has more patience than it says, at " + call,
                        good -> new TooPatient(good, call)),
                    provider(
                        "P-6.2",
                        "does not hear an interrupt, at " + call,
                        good -> new Deaf(good, call))));
  }

  static final List<Broken> ALL =
      List.of(
          silence(
              "a launch that was refused",
              Call.PROVISION,
              () -> ProvisionResult.rejected(FailureKind.BACKEND, "no answer")),
          silence(
              "nothing to take away",
              Call.DEPROVISION,
              () -> DeprovisionResult.skipped("there is nothing")),
          silence("nothing launched", Call.RECOVER, () -> Recovery.notLaunched("none is shown")),
          silence("an end", Call.OBSERVE, () -> JobObservation.seen(JobStatus.of(JobState.FAILED))),
          silence("a cancel that was taken", Call.CANCEL, CancelResult::requested),
          silence("nothing alive", Call.LIVE_JOBS, () -> LiveJobs.of(List.of())),
          silence("P-4.6", "no news", Call.NEWS, Map::of),
          provider(
              "P-6.1",
              "finds a job that nobody made in silence",
              good -> new Inventing(good, Fault.HANGS, Inventing.A_JOB)),
          provider(
              "P-6.1",
              "finds in silence that the job has ended",
              good -> new Inventing(good, Fault.HANGS, Inventing.AN_END)));

  private static Broken silence(String takenFor, Call call, Supplier<?> answer) {
    return silence("P-6.1", takenFor, call, answer);
  }

  private static Broken silence(String rule, String takenFor, Call call, Supplier<?> answer) {
    return provider(
        rule, "takes silence for " + takenFor, good -> new Guessing(good, call, answer));
  }

  /** Passes every call on, one of them badly. */
  private abstract static class BadAt extends Passing {
    private final Call bad;

    BadAt(ProvisioningProvider good, Call bad) {
      super(good);
      this.bad = bad;
    }

    abstract <T> T badly(Supplier<T> call);

    private <T> T pass(Call which, Supplier<T> call) {
      return which == bad ? badly(call) : call.get();
    }

    @Override
    public ProvisionResult triggerProvision(LaunchRequest request) {
      return pass(Call.PROVISION, () -> good.triggerProvision(request));
    }

    @Override
    public DeprovisionResult triggerDeprovision(LaunchRequest request) {
      return pass(Call.DEPROVISION, () -> good.triggerDeprovision(request));
    }

    @Override
    public Recovery recover(UnresolvedLaunch launch) {
      return pass(Call.RECOVER, () -> good.recover(launch));
    }

    @Override
    public JobObservation observe(JobQuery job) {
      return pass(Call.OBSERVE, () -> good.observe(job));
    }

    @Override
    public Map<JobRef, JobObservation> news(Collection<JobQuery> active) {
      return pass(Call.NEWS, () -> good.news(active));
    }

    @Override
    public CancelResult cancel(JobQuery job) {
      return pass(Call.CANCEL, () -> good.cancel(job));
    }

    @Override
    public Optional<String> bookmark(LaunchPlan plan) {
      return pass(Call.BOOKMARK, () -> good.bookmark(plan));
    }

    @Override
    public LiveJobs liveJobs(ResourceSnapshot resource) {
      return pass(Call.LIVE_JOBS, () -> good.liveJobs(resource));
    }

    @Override
    public List<Finding> preflight() {
      return pass(Call.PREFLIGHT, good::preflight);
    }
  }

  /** Waits on when its time is over. */
  private static final class TooPatient extends BadAt {
    TooPatient(ProvisioningProvider good, Call bad) {
      super(good, bad);
    }

    @Override
    <T> T badly(Supplier<T> call) {
      long start = System.nanoTime();
      try {
        return call.get();
      } finally {
        if (System.nanoTime() - start >= traits().callTimeout().toNanos()) {
          untilTold();
        }
      }
    }

    private static void untilTold() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException told) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Goes on when it is interrupted. */
  private static final class Deaf extends BadAt {
    Deaf(ProvisioningProvider good, Call bad) {
      super(good, bad);
    }

    @Override
    <T> T badly(Supplier<T> call) {
      CompletableFuture<T> elsewhere = CompletableFuture.supplyAsync(call);
      while (true) {
        try {
          return elsewhere.get();
        } catch (InterruptedException ignored) {
          // and goes on
        } catch (ExecutionException failed) {
          if (failed.getCause() instanceof ProviderException unknown) {
            throw unknown;
          }
          throw new ProviderException("no answer", failed);
        }
      }
    }
  }

  /** Takes the silence of the backend for an answer. */
  private static final class Guessing extends BadAt {
    private final Supplier<?> answer;

    Guessing(ProvisioningProvider good, Call bad, Supplier<?> answer) {
      super(good, bad);
      this.answer = answer;
    }

    @Override
    @SuppressWarnings("unchecked") // each is given an answer of its call
    <T> T badly(Supplier<T> call) {
      try {
        return call.get();
      } catch (ProviderException unknown) {
        if (isCut(unknown, Fault.HANGS)) {
          return (T) answer.get();
        }
        throw unknown;
      }
    }
  }
}
