package io.cloudkit.operator.assembly;

import io.cloudkit.controller.engine.NewsSilence;
import io.cloudkit.operator.cluster.ApiServer;
import io.cloudkit.operator.cluster.Pulse;
import io.cloudkit.operator.observability.Check;
import io.cloudkit.provisioning.spi.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the operator knows of its own health. It asks in the background, on threads of its own and
 * of the providers, so that whoever asks for the health is answered at once. Thread-safe.
 */
final class Health implements AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(10);

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, Health::daemon);
  private final ApiServer apiServer;
  private final Pulse pulse;
  private final List<Preflight> preflights = new ArrayList<>();
  private final List<Check> remarks = new ArrayList<>();
  private volatile Function<String, Optional<NewsSilence>> silences = instance -> Optional.empty();
  private volatile Supplier<Optional<String>> lease = () -> Optional.of("not sought yet");
  private volatile Supplier<Optional<String>> namespace = Optional::empty;
  private volatile Optional<String> unstarted = Optional.of("the watches are not filled yet");

  Health(ApiServer apiServer, LongSupplier nanoTime) {
    this.apiServer = apiServer;
    this.pulse = new Pulse(nanoTime);
  }

  /** Whether the API server answers; to be told of each answer that is a good one. */
  Pulse pulse() {
    return pulse;
  }

  /** Asks that provider now, and again and again, on its own thread. */
  void watch(Preflight preflight, Executor executor) {
    preflights.add(preflight);
    after(Duration.ZERO, () -> dispatch(preflight, executor));
  }

  /**
   * Jobs are followed from now on.
   *
   * @param findings is given what each preflight finds
   * @param newsSilences which instances do not tell the news of their jobs, and why; never blocks
   */
  void follows(
      BiConsumer<String, List<Finding>> findings,
      Function<String, Optional<NewsSilence>> newsSilences) {
    silences = newsSilences;
    preflights.forEach(each -> each.tell(findings));
  }

  private Optional<String> problem(Preflight preflight) {
    Optional<String> silence =
        silences
            .apply(preflight.instance())
            .map(each -> "no news of its jobs since " + each.since() + ": " + each.reason());
    Optional<String> found = preflight.problem();
    return silence.map(news -> found.map(each -> news + " | " + each).orElse(news)).or(() -> found);
  }

  /** What is amiss for as long as this process lives, and stops nothing. Before the checks. */
  void remark(String subject, String problem) {
    remarks.add(Check.remark(subject, () -> Optional.of(problem)));
  }

  /** What the namespace says is listened to from now on. */
  void hears(Supplier<Optional<String>> namespaceProblem) {
    namespace = namespaceProblem;
  }

  /** Who leads is sought from now on. */
  void seeks(Supplier<Optional<String>> leaseProblem) {
    lease = leaseProblem;
  }

  /**
   * The watches are filled.
   *
   * @param question throws if the API server does not answer it; asked every ten seconds
   */
  void started(Runnable question) {
    unstarted = Optional.empty();
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            () -> beat(question), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The lines of {@code /readyz}: each provider is one of them when it is watched already. */
  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.condition("started", () -> unstarted));
    checks.add(Check.condition("kubernetes", pulse::problem));
    checks.add(Check.condition("lease", () -> lease.get()));
    preflights.forEach(
        each -> checks.add(Check.remark("provider " + each.instance(), () -> problem(each))));
    checks.add(Check.remark("namespace", () -> namespace.get()));
    checks.addAll(remarks);
    return checks;
  }

  private void beat(Runnable question) {
    try {
      question.run();
    } catch (RuntimeException failed) {
      pulse.failed(String.valueOf(apiServer.explained(failed).getMessage()));
    }
  }

  private void dispatch(Preflight preflight, Executor executor) {
    try {
      executor.execute(() -> after(preflight.run(), () -> dispatch(preflight, executor)));
    } catch (RejectedExecutionException full) {
      after(Preflight.WHEN_NOT, () -> dispatch(preflight, executor));
    }
  }

  private void after(Duration pause, Runnable work) {
    try {
      ScheduledFuture<?> unused = timer.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      // nobody asks any more
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "health");
    thread.setDaemon(true);
    return thread;
  }
}
