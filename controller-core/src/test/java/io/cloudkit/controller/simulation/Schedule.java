package io.cloudkit.controller.simulation;

import io.cloudkit.controller.decide.ConfigVersion;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.Launch;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One bad day, from its seed, followed by calm in which everything must come to its end. */
final class Schedule {
  private static final int STEPS = 70;
  private static final int CALM_STEPS = 600;
  private static final Duration CANCEL_TAKES = Duration.ofSeconds(4);

  private final long seed;
  private final Chaos chaos;
  private final VirtualTime time = new VirtualTime();
  private final SimulatedApi api = new SimulatedApi();
  private final ProviderTraits traits;
  private final InMemoryBackend backend;
  private final Judge judge;
  private final List<OperatorProcess> processes = new ArrayList<>();
  private int started;
  private int names;
  private int words;

  Schedule(long seed, ProviderTraits traits) {
    this.seed = seed;
    this.traits = traits;
    this.chaos = new Chaos(seed);
    this.backend = new InMemoryBackend(time::nanos, new RandomBehaviour());
    this.judge = new Judge(api, backend);
    chaos.others(this::anything);
  }

  /** Runs it; answers with what was broken, and nothing if nothing was. */
  List<String> run() {
    api.create("small");
    processes.add(start());
    processes.add(start());
    for (int i = 0; i < STEPS && judge.violations().isEmpty(); i++) {
      anything();
    }
    List<String> violations = new ArrayList<>(judge.violations());
    if (violations.isEmpty()) {
      violations.addAll(settleDown());
    }
    return violations;
  }

  List<String> story() {
    return chaos.story();
  }

  private OperatorProcess start() {
    String name = "p" + ++started;
    InMemoryProvider provider = new InMemoryProvider("sim", traits, backend, CANCEL_TAKES);
    return new OperatorProcess(
        name,
        api,
        chaos,
        time,
        () -> seed + "-" + ++names,
        new ChaoticProvider(provider, chaos, api, name));
  }

  /** Something happens somewhere. */
  private void anything() {
    int what = chaos.pick(100);
    if (what < 45) {
      processes.get(chaos.pick(processes.size())).step();
    } else if (what < 55) {
      processes.get(chaos.pick(processes.size())).poll();
    } else if (what < 78) {
      pass(chaos.upTo(Duration.ofSeconds(chaos.pick(5) == 0 ? 200 : 10)));
    } else if (what < 86) {
      user();
    } else if (what < 92) {
      backendTrouble();
    } else {
      processTrouble();
    }
    backend.advance();
  }

  private void user() {
    switch (chaos.pick(8)) {
      case 0, 1, 2 -> resize(List.of("small", "big", "huge").get(chaos.pick(3)));
      case 3 -> api.annotate("cloudkit.openshift.io/retry", "word" + ++words);
      case 4, 5 -> {
        chaos.tell("user deletes");
        api.delete();
      }
      case 6 -> dropFinalizer();
      default -> {}
    }
  }

  private void resize(String size) {
    if (api.now().filter(each -> !each.deleting()).isPresent()) {
      chaos.tell("user wants " + size);
      api.setSize(size);
    }
  }

  /** A playbook's careless write, while the resource is not going (it would be gone at once). */
  private void dropFinalizer() {
    if (api.now().filter(each -> !each.deleting()).isPresent()) {
      chaos.tell("a careless write drops the finalizer");
      api.setFinalizers(List.of());
    }
  }

  private void backendTrouble() {
    List<InMemoryJob> jobs = backend.visible();
    if (jobs.isEmpty()) {
      return;
    }
    InMemoryJob job = jobs.get(chaos.pick(jobs.size()));
    if (chaos.pick(2) == 0) {
      chaos.tell("a person cancels " + job);
      backend.cancel(job, Optional.of(CANCEL_TAKES));
    } else if (job.state().isTerminal() && !job.isRunning() && !isUnresolved(job)) {
      chaos.tell("the janitor purges " + job);
      backend.purge(job);
    }
  }

  /** World assumption: a record outlives the time in which its launch stays unresolved. */
  private boolean isUnresolved(InMemoryJob job) {
    return api.now()
        .flatMap(each -> each.status().launch())
        .filter(launch -> launch.operation().equals(job.operation()))
        .isPresent();
  }

  private void processTrouble() {
    int index = chaos.pick(processes.size());
    OperatorProcess process = processes.get(index);
    if (process.isDead()) {
      processes.set(index, start());
    } else {
      process.lead(chaos.pick(2) == 0);
    }
  }

  private void pass(Duration duration) {
    // in small steps, so that what is due happens in its time
    long pieces = Math.max(1, duration.toSeconds());
    for (long i = 0; i < pieces; i++) {
      time.advance(duration.dividedBy(pieces));
      backend.advance();
    }
  }

  /** Nothing goes wrong any more: the resource must reach its end. */
  private List<String> settleDown() {
    chaos.calmDown();
    OperatorProcess process = start();
    for (int i = 0; i < CALM_STEPS; i++) {
      process.poll();
      process.step();
      if (!judge.violations().isEmpty()) {
        return judge.violations();
      }
      if (isAtItsEnd()) {
        return List.of();
      }
      api.now().ifPresent(each -> personReads(each.status()));
      Duration wake = process.next().wakeAfter().orElse(Duration.ofSeconds(10));
      pass(
          wake.compareTo(Duration.ofSeconds(20)) > 0
              ? Duration.ofSeconds(20)
              : wake.plusMillis(200));
    }
    return List.of(
        "liveness: no end after calm; the status is "
            + api.now().map(SimulatedApi.Version::status));
  }

  private boolean isAtItsEnd() {
    Optional<SimulatedApi.Version> now = api.now();
    if (now.isEmpty()) {
      return true;
    }
    String wanted = ConfigVersion.of(Map.of("size", now.get().size()));
    return !now.get().deleting()
        && now.get().status().launch().isEmpty()
        && now.get().status().isTrue(ConditionType.AVAILABLE)
        && backend.machine(now.get().uid()).filter(wanted::equals).isPresent();
  }

  /** A person does what the conditions ask for. */
  private void personReads(ResourceStatus status) {
    if (status.isTrue(ConditionType.HELD)) {
      api.annotate("cloudkit.openshift.io/retry", "word" + ++words);
    }
    if (status.isTrue(ConditionType.LAUNCH_UNRESOLVED) && status.launch().isPresent()) {
      resolve(status.launch().get());
    }
  }

  private void resolve(Launch launch) {
    String verdict =
        backend.visible().stream()
            .filter(job -> job.operation().equals(launch.operation()))
            .findFirst()
            .map(job -> "adopt:" + job.id())
            .orElse("retry");
    // who looks must look long enough
    boolean stillComing =
        backend.all().stream()
            .anyMatch(
                job ->
                    job.operation().equals(launch.operation())
                        && backend.visible().stream().noneMatch(each -> each == job)
                        && backend.find(job.id()).isEmpty());
    if (!stillComing) {
      chaos.tell("a person resolves: " + verdict);
      api.annotate("cloudkit.openshift.io/resolve-launch", launch.operation() + "=" + verdict);
    }
  }

  private final class RandomBehaviour implements InMemoryBackend.Behaviour {
    @Override
    public Duration startsAfter() {
      return chaos.upTo(Duration.ofSeconds(3));
    }

    @Override
    public Duration runsFor() {
      return Duration.ofSeconds(1).plus(chaos.upTo(Duration.ofSeconds(60)));
    }

    @Override
    public JobState end() {
      return chaos.happens(25) ? JobState.FAILED : JobState.SUCCEEDED;
    }

    @Override
    public Duration liesFor() {
      return chaos.happens(30) ? chaos.upTo(Duration.ofSeconds(30)) : Duration.ZERO;
    }
  }
}
