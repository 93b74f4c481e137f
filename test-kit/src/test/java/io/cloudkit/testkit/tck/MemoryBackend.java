package io.cloudkit.testkit.tck;

import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.api.LaunchRequest;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.provisioning.spi.ProvisioningProviderFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Jobs in memory behind a wire that fails to order. Thread-safe. */
class MemoryBackend implements BackendHarness {
  static final String TOKEN = "s3cr3t-t0k3n";

  /** The wire broke: nobody knows what became of the request. */
  static final class Cut extends Exception {
    private static final long serialVersionUID = 1L;

    Cut(String how) {
      super(how);
    }
  }

  /** The backend said no. */
  static final class No extends Exception {
    private static final long serialVersionUID = 1L;
    final boolean forNow;

    No(String reason, boolean forNow) {
      super(reason);
      this.forNow = forNow;
    }
  }

  static final class Job {
    final String id;
    final MadeJob made;
    final String version;
    final String uid;
    volatile JobState state = JobState.PENDING;
    volatile JobState end = JobState.SUCCEEDED;
    volatile boolean proven = true;
    volatile boolean purged;

    Job(String id, LaunchRequest request) {
      this.id = id;
      this.made = new MadeJob(request.type(), request.operation(), request.claim());
      this.version = request.configVersion();
      this.uid = request.resource().uid();
    }
  }

  private final Function<MemoryBackend, ProvisioningProviderFactory> factory;
  private final ProviderTraits traits;
  private final List<Job> jobs = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private final List<BackendCall> requests = new ArrayList<>();
  private final Map<BackendCall, Fault> faults = new EnumMap<>(BackendCall.class);
  private final CountDownLatch never = new CountDownLatch(1);

  MemoryBackend(
      ProviderTraits traits, Function<MemoryBackend, ProvisioningProviderFactory> factory) {
    this.traits = traits;
    this.factory = factory;
  }

  /** What its provider asks of it. */
  <T> T ask(BackendCall call, Duration patience, Supplier<T> work)
      throws Cut, No, InterruptedException {
    Fault fault;
    synchronized (this) {
      requests.add(call);
      fault = faults.get(call);
      if (fault == null) {
        return work.get();
      }
      switch (fault) {
        case LOSES_THE_ANSWER, FAILS_AFTERWARDS -> unheard(work);
        case COMMITS_LATE -> late.add(() -> unheard(work));
        default -> {}
      }
    }
    switch (fault) {
      case HANGS -> never.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      case REFUSES -> throw new No("not allowed", false);
      case REFUSES_AND_TELLS_SECRETS -> throw new No("unknown token " + TOKEN, false);
      case THROTTLES -> throw new No("busy", true);
      default -> {}
    }
    throw new Cut(fault.toString());
  }

  private static void unheard(Supplier<?> work) {
    Object unused = work.get();
  }

  synchronized Job launch(LaunchRequest request) {
    return jobs.stream()
        .filter(job -> traits.deduplicates() && job.made.operation().equals(request.operation()))
        .findFirst()
        .orElseGet(
            () -> {
              Job job = new Job(String.valueOf(jobs.size() + 1), request);
              jobs.add(job);
              return job;
            });
  }

  synchronized List<Job> list(Predicate<Job> which) {
    return jobs.stream().filter(which).toList();
  }

  ProviderTraits traits() {
    return traits;
  }

  @Override
  public ProvisioningProviderFactory factory() {
    return factory.apply(this);
  }

  @Override
  public Map<String, String> settings(Duration callTimeout) {
    // for a memory a second is long
    long millis = Math.max(50, callTimeout.toMillis() / 4 - 200);
    return Map.of("token", TOKEN, "call-timeout", millis + "ms");
  }

  @Override
  public synchronized List<BackendCall> requests() {
    return List.copyOf(requests);
  }

  @Override
  public synchronized List<MadeJob> jobs() {
    return jobs.stream().map(job -> job.made).toList();
  }

  @Override
  public synchronized boolean misbehave(BackendCall call, Fault fault) {
    faults.put(call, fault);
    return true;
  }

  @Override
  public synchronized void behave() {
    faults.clear();
  }

  @Override
  public synchronized void catchUp() {
    late.forEach(Runnable::run);
    late.clear();
  }

  @Override
  public boolean let(String claim, JobEvent event) {
    for (Job job : list(each -> each.made.claim().equals(claim))) {
      switch (event) {
        case BEGINS -> job.state = JobState.RUNNING;
        case SUCCEEDS -> job.state = JobState.SUCCEEDED;
        case FAILS -> job.state = JobState.FAILED;
        case IS_CANCELLED -> job.state = JobState.CANCELED;
        case IS_PURGED -> job.purged = true;
        case SEEMS_TO_END -> {
          job.proven = false;
          job.state = JobState.FAILED;
        }
      }
    }
    return true;
  }

  boolean isClosed() {
    return never.getCount() == 0;
  }

  @Override
  public void close() {
    never.countDown();
  }
}
