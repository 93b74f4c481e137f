package io.cloudkit.provider.aap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cloudkit.provisioning.api.JobQuery;
import io.cloudkit.provisioning.api.JobRef;
import io.cloudkit.provisioning.api.JobType;
import io.cloudkit.testkit.aap.FakeAap;
import io.cloudkit.testkit.aap.controller.Controller;
import io.cloudkit.testkit.aap.controller.Ending;
import io.cloudkit.testkit.aap.controller.JobRow;
import io.cloudkit.testkit.aap.controller.LaunchOrder;
import io.cloudkit.testkit.aap.controller.Script;
import io.cloudkit.testkit.aap.controller.Template;
import io.cloudkit.testkit.aap.controller.TemplateSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A simulated AAP on which many jobs run: each for ten minutes, and another begins when one ends;
 * but one ends each second at least. It takes time for each row as a real one does (aap-api.md
 * §15.9).
 */
final class RunningJobs implements AutoCloseable {
  static final Duration ROW = Duration.ofMillis(12);

  private static final int SECONDS_OF_A_JOB = 600;
  private static final int RETAINED = 60_000;

  /** What runs, and what its end looks like. */
  enum Kind {
    JOBS("jobs", Duration.ZERO),
    /** Of one job each. */
    WORKFLOWS("workflow jobs", Duration.ZERO),
    /** The manager's transaction commits after that time (aap-api.md §5.9). */
    LATE_WORKFLOWS("workflow jobs, written 20 s late", Duration.ofSeconds(-20)),
    /** Their ends are dated by a node whose clock is off. */
    AHEAD("jobs, clocks 5 min ahead", Duration.ofMinutes(5)),
    BEHIND("jobs, clocks 5 min behind", Duration.ofMinutes(-5));

    final String words;
    final Duration skew;

    Kind(String words, Duration skew) {
      this.words = words;
      this.skew = skew;
    }
  }

  private final Kind kind;
  private final FakeAap aap;
  private final Template template;
  private final ScheduledExecutorService world = Executors.newScheduledThreadPool(2);
  private final Random random = new Random(1);
  private final Map<JobRef, JobQuery> running = new ConcurrentHashMap<>();
  private final Map<JobRef, Long> endedAt = new ConcurrentHashMap<>();
  private volatile Consumer<JobRef> listener = job -> {};

  RunningJobs(Kind kind, Duration answer) {
    this.kind = kind;
    this.aap =
        FakeAap.builder()
            .settings(settings -> settings.withRetainedJobs(RETAINED))
            .latency(answer)
            .latencyPerRow(ROW)
            .start();
    Script untilTold = Script.quick().untilTold();
    if (isOfWorkflows()) {
      Template step = aap.add(TemplateSpec.job("step").script(untilTold));
      this.template = aap.add(TemplateSpec.workflow("create-vm").node(step));
    } else {
      this.template = aap.add(TemplateSpec.job("create-vm").script(untilTold));
    }
    aap.add(TemplateSpec.job("delete-vm"));
  }

  FakeAap aap() {
    return aap;
  }

  /** From now on tells each job that begins; called before {@link #begin}. */
  void onLaunch(Consumer<JobRef> listener) {
    this.listener = listener;
  }

  /** Launches so many, and lets them end one after the other; how many end each second. */
  double begin(int count) {
    for (int i = 0; i < count; i++) {
      launch();
    }
    double endsPerSecond = Math.max(1, count / (double) SECONDS_OF_A_JOB);
    ScheduledFuture<?> unused =
        world.scheduleAtFixedRate(
            this::endOne, 0, (long) (1e9 / endsPerSecond), TimeUnit.NANOSECONDS);
    return endsPerSecond;
  }

  /** Those that have not ended, and those whose end nobody has heard of. */
  List<JobQuery> followed() {
    return List.copyOf(running.values());
  }

  /** How many nanoseconds ago it ended; empty if it has not, or was heard of before. */
  Optional<Long> hear(JobRef job) {
    Optional<Long> ended = Optional.ofNullable(endedAt.get(job));
    return ended.isPresent() && running.remove(job) != null
        ? ended.map(at -> System.nanoTime() - at)
        : Optional.empty();
  }

  private void launch() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JobRow row =
        aap.controller().launch(LaunchOrder.of(template.id(), json.objectNode(), aap.user()));
    String prefix = isOfWorkflows() ? "workflow-job-" : "job-";
    JobRef job = JobRef.of("aap", JobType.PROVISION, prefix + row.id(), "");
    running.put(job, OneVm.query(job));
    listener.accept(job);
  }

  private boolean isOfWorkflows() {
    return kind == Kind.WORKFLOWS || kind == Kind.LATE_WORKFLOWS;
  }

  /** One ends somewhere within a second, and another begins. */
  private void endOne() {
    List<JobRef> alive =
        running.keySet().stream().filter(job -> !endedAt.containsKey(job)).toList();
    JobRef job = alive.get(random.nextInt(alive.size()));
    ScheduledFuture<?> unused =
        world.schedule(() -> end(job), random.nextInt(1_000), TimeUnit.MILLISECONDS);
  }

  private void end(JobRef job) {
    Controller controller = aap.controller();
    long number = JobId.parse(job.id()).orElseThrow().number();
    if (endedAt.putIfAbsent(job, System.nanoTime()) != null) {
      return;
    }
    if (isOfWorkflows()) {
      controller
          .nodes(number)
          .forEach(
              node -> node.job().ifPresent(row -> controller.finish(row.id(), Ending.succeeds())));
    } else {
      controller.finish(number, Ending.succeeds());
    }
    while (controller.job(number).filter(row -> row.status().isActive()).isPresent()) {
      Thread.onSpinWait(); // the manager looks at a workflow in a moment
    }
    if (!kind.skew.isZero()) {
      controller.dateEnd(number, controller.now().plus(kind.skew));
    }
    launch();
  }

  @Override
  public void close() {
    world.shutdownNow();
    aap.close();
  }
}
