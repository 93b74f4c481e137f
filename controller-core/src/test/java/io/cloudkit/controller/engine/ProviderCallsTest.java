package io.cloudkit.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudkit.controller.decide.Answer;
import io.cloudkit.controller.decide.LaunchOutcome;
import io.cloudkit.provisioning.api.CancelResult;
import io.cloudkit.provisioning.api.Deadline;
import io.cloudkit.provisioning.api.DeprovisionResult;
import io.cloudkit.provisioning.api.FailureKind;
import io.cloudkit.provisioning.api.JobObservation;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.JobStatus;
import io.cloudkit.provisioning.api.JobType;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that throws, takes too long or finds no thread: what is known of it, and what is not. */
@Timeout(20)
class ProviderCallsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<ExecutorService> pools = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger triggered = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();

  /** Jobs that a look does not come back from; the others run. Empty: no look is answered. */
  private volatile Set<String> hanging = Set.of();

  @AfterEach
  void endThreads() {
    release.countDown();
    pools.forEach(ExecutorService::shutdownNow);
  }

  private ExecutorService pool(int waiting) {
    ExecutorService pool = ProviderThreads.bounded("test", 1, waiting);
    pools.add(pool);
    return pool;
  }

  private ProviderCalls calls(
      Duration timeout, ExecutorService pool, Callable<ProvisionResult> on) {
    return new ProviderCalls("aap", new Scripted(timeout, on), pool, pool);
  }

  @Test
  void launchesThatHangHoldUpNoQuestion() throws InterruptedException {
    ExecutorService launches = pool(1);
    occupy(launches);
    Scripted provider =
        new Scripted(SHORT, () -> ProvisionResult.rejected(FailureKind.CAPACITY, "no disk"));
    ProviderCalls calls = new ProviderCalls("aap", provider, launches, pool(1));
    assertThat(text(calls.launch(request(LONG)))).contains("no thread was free");
    JobQuery query = new JobQuery(request(LONG).job("1"), "c", "v1", resource());
    assertThat(calls.observe(query)).isEqualTo(Answer.unavailable("503"));
  }

  /** Keeps the one thread of a pool busy. */
  private void occupy(ExecutorService pool) throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    pool.execute(
        () -> {
          busy.countDown();
          awaitRelease();
        });
    busy.await();
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerIsAnAnswer() {
    ProviderCalls calls =
        calls(LONG, pool(1), () -> ProvisionResult.rejected(FailureKind.CAPACITY, "no disk"));
    assertThat(text(calls.launch(request(LONG)))).isEqualTo("rejected Capacity: no disk");
  }

  @Test
  void aCallThatTakesTooLongIsUnknownAndInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    ProviderCalls calls =
        calls(
            SHORT,
            pool(1),
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return ProvisionResult.waiting("never", Duration.ZERO);
            });
    assertThat(text(calls.launch(request(LONG))))
        .isEqualTo("unknown: provider aap: no answer in 50 ms");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCallThatFoundNoThreadInTimeWasNotSentAndNeverIs() throws Exception {
    ExecutorService pool = pool(5);
    occupy(pool);
    ProviderCalls calls = calls(SHORT, pool, () -> ProvisionResult.waiting("w", Duration.ZERO));
    assertThat(text(calls.launch(request(LONG)))).startsWith("waiting: provider aap: no thread");
    release.countDown();
    pool.submit(() -> {}).get(); // behind it in the queue
    assertThat(triggered).hasValue(0);
  }

  @Test
  void aCallThatAFullPoolRefusedWasNotSent() throws Exception {
    ExecutorService pool = pool(1);
    occupy(pool);
    pool.execute(() -> {});
    ProviderCalls calls = calls(LONG, pool, () -> ProvisionResult.waiting("w", Duration.ZERO));
    assertThat(text(calls.launch(request(LONG))))
        .isEqualTo("waiting: provider aap: too many calls wait already");
  }

  @Test
  void aLaunchWhoseTimeIsOverIsNotSent() {
    ProviderCalls calls = calls(LONG, pool(1), () -> ProvisionResult.waiting("w", Duration.ZERO));
    assertThat(text(calls.launch(request(Duration.ZERO))))
        .startsWith("waiting: its turn came too late");
    assertThat(triggered).hasValue(0);
  }

  @Test
  @SuppressWarnings("NullAway") // a defect of a provider
  void nothingIsNoAnswer() {
    ProviderCalls calls = calls(LONG, pool(1), () -> null);
    assertThat(text(calls.launch(request(LONG))))
        .startsWith("unknown: provider aap: launch failed with");
    assertThat(calls.liveJobs(resource()).<String>match(jobs -> "answer", reason -> reason))
        .isEqualTo("provider aap: liveJobs answered nothing");
  }

  @Test
  void aProviderMaySayThatItDoesNotKnow() {
    ProviderCalls calls = failing(new ProviderException("connection reset"));
    assertThat(text(calls.launch(request(LONG)))).isEqualTo("unknown: connection reset");
  }

  @Test
  void aProvidersWordsAreCutAndNeverMissing() {
    assertThat(text(failing(new ProviderException("x".repeat(5000))).launch(request(LONG))))
        .hasSizeLessThan(300);
    @SuppressWarnings("NullAway") // a defect of a provider
    ProviderException silent = new ProviderException(null);
    assertThat(text(failing(silent).launch(request(LONG)))).doesNotContain("null");
  }

  @Test
  void theTextOfAnotherExceptionIsNotShown() {
    ProviderCalls calls = failing(new IllegalStateException("token=s3cret"));
    assertThat(text(calls.launch(request(LONG))))
        .startsWith("unknown: provider aap: launch failed with java.lang.IllegalStateException")
        .doesNotContain("s3cret");
  }

  @Test
  void anErrorIsUnknownToo() {
    ProviderCalls calls =
        calls(
            LONG,
            pool(1),
            () -> {
              throw new NoClassDefFoundError("com/vendor/Client");
            });
    assertThat(text(calls.launch(request(LONG)))).startsWith("unknown: provider aap");
  }

  @Test
  void anOverflownStackIsUnknownToo() {
    ProviderCalls calls =
        calls(
            LONG,
            pool(1),
            () -> {
              throw new StackOverflowError();
            });
    assertThat(text(calls.launch(request(LONG))))
        .isEqualTo(
            "unknown: provider aap: launch failed with java.lang.StackOverflowError; see the log");
  }

  @Test
  void aCallThatIgnoresItsInterruptKeepsItsThreadAndNothingMore() {
    ProviderCalls calls =
        calls(
            SHORT,
            pool(1),
            () -> {
              while (release.getCount() > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                boolean ignored = Thread.interrupted();
              }
              return ProvisionResult.waiting("never heard", Duration.ZERO);
            });
    assertThat(text(calls.launch(request(LONG)))).startsWith("unknown: provider aap: no answer");
    assertThat(text(calls.launch(request(LONG)))).startsWith("waiting: provider aap: no thread");
    assertThat(triggered).hasValue(1);
  }

  @Test
  void newsThatAreInterruptedTellWhatTheySaw() {
    ProviderCalls calls = calls(SHORT, pool(1), () -> ProvisionResult.waiting("w", Duration.ZERO));
    hanging = Set.of("b");

    assertThat(heard(calls, "a", "b", "c")).containsExactly("a");
  }

  @Test
  void whoWasNotHeardOfBehindOneThatHangsIsAskedAboutBeforeIt() {
    ProviderCalls calls = calls(SHORT, pool(1), () -> ProvisionResult.waiting("w", Duration.ZERO));
    hanging = Set.of("b");

    Set<String> heard = new HashSet<>();
    for (int tick = 0; tick < 5; tick++) {
      heard.addAll(heard(calls, "a", "b", "c"));
    }

    assertThat(heard).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void whereAllHangsNothingIsHeardInTheTimeOfOneCall() {
    ProviderCalls calls = calls(SHORT, pool(1), () -> ProvisionResult.waiting("w", Duration.ZERO));
    hanging = Set.of("a", "b", "c");

    assertThat(calls.news(queries("a", "b", "c")).<String>match(news -> "news", reason -> reason))
        .isEqualTo("provider aap: no answer in 350 ms");
    assertThat(looks).as("the thread is free for the next tick").hasValue(1);
  }

  @Test
  void newsThatNobodyBeganAreNotWaitedFor() throws Exception {
    ExecutorService pool = pool(1);
    occupy(pool);
    pool.execute(() -> {});
    ProviderCalls calls = calls(LONG, pool, () -> ProvisionResult.waiting("w", Duration.ZERO));
    assertThat(calls.news(queries("a")).<String>match(news -> "news", reason -> reason))
        .isEqualTo("provider aap: too many calls wait already");
  }

  private static Set<String> heard(ProviderCalls calls, String... jobs) {
    return calls.news(queries(jobs)).value().map(Map::keySet).orElse(Set.of()).stream()
        .map(JobRef::id)
        .collect(Collectors.toSet());
  }

  private static List<JobQuery> queries(String... jobs) {
    return Stream.of(jobs)
        .map(id -> new JobQuery(request(LONG).job(id), "c", "v1", resource()))
        .toList();
  }

  @Test
  void aQuestionThatFailsHasNoAnswer() {
    ProviderCalls calls = failing(new ProviderException("unused"));
    JobQuery query = new JobQuery(request(LONG).job("1"), "c", "v1", resource());
    assertThat(calls.observe(query).<String>match(seen -> "answer", reason -> reason))
        .isEqualTo("503");
  }

  @Test
  void anInterruptedCallIsUnknownAndTheInterruptIsKept() {
    Thread caller = Thread.currentThread();
    ProviderCalls calls =
        calls(
            LONG,
            pool(1),
            () -> {
              caller.interrupt();
              release.await();
              return ProvisionResult.waiting("never", Duration.ZERO);
            });
    assertThat(text(calls.launch(request(LONG)))).isEqualTo("unknown: provider aap: interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptBeforeTheCallBeganSendsNothing() throws Exception {
    ExecutorService pool = pool(5);
    occupy(pool);
    ProviderCalls calls = calls(LONG, pool, () -> ProvisionResult.waiting("w", Duration.ZERO));
    Thread.currentThread().interrupt();
    assertThat(text(calls.launch(request(LONG))))
        .isEqualTo("waiting: provider aap: interrupted before it began");
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
    pool.submit(() -> {}).get(); // behind it in the queue
    assertThat(triggered).hasValue(0);
  }

  private ProviderCalls failing(RuntimeException failure) {
    return calls(
        LONG,
        pool(1),
        () -> {
          throw failure;
        });
  }

  private static String text(LaunchOutcome outcome) {
    return outcome.match(
        (job, status, blocks) -> "triggered " + job.id(),
        jobs -> "found " + jobs,
        (reason, retryAfter) -> "waiting: " + reason,
        reason -> "skipped: " + reason,
        (kind, reason) -> "rejected " + kind + ": " + reason,
        reason -> "unknown: " + reason);
  }

  private static LaunchRequest request(Duration sendWindow) {
    return new LaunchRequest(
        new LaunchPlan("aap", "op-1", JobType.PROVISION, "v1", Map.of(), resource()),
        "claim-1",
        1,
        Optional.empty(),
        Deadline.after(sendWindow, System::nanoTime));
  }

  private static ResourceSnapshot resource() {
    return ResourceSnapshot.of(
        Map.of(
            "apiVersion", "example.com/v1",
            "kind", "Machine",
            "metadata", Map.of("name", "vm", "uid", "uid-1")));
  }

  private final class Scripted implements ProvisioningProvider {
    private final Duration timeout;
    private final Callable<ProvisionResult> trigger;

    Scripted(Duration timeout, Callable<ProvisionResult> trigger) {
      this.timeout = timeout;
      this.trigger = trigger;
    }

    @Override
    public ProviderTraits traits() {
      return ProviderTraits.polled().callTimeout(timeout).build();
    }

    @Override
    public ProvisionResult triggerProvision(LaunchRequest request) {
      triggered.incrementAndGet();
      try {
        return trigger.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new ProviderException("interrupted", e);
      }
    }

    @Override
    public DeprovisionResult triggerDeprovision(LaunchRequest request) {
      return DeprovisionResult.skipped("nothing there");
    }

    @Override
    public Recovery recover(UnresolvedLaunch launch) {
      return Recovery.unknowable("look");
    }

    @Override
    public JobObservation observe(JobQuery job) {
      looks.incrementAndGet();
      if (hanging.contains(job.job().id())) {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      } else if (!hanging.isEmpty()) {
        return JobObservation.seen(JobStatus.of(JobState.RUNNING));
      }
      throw new ProviderException("503");
    }

    @Override
    @SuppressWarnings("NullAway") // a defect of a provider
    public LiveJobs liveJobs(ResourceSnapshot resource) {
      return null;
    }

    @Override
    public CancelResult cancel(JobQuery job) {
      return CancelResult.unsupported();
    }
  }
}
