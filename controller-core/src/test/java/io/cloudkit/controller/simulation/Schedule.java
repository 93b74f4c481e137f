package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.provisioning.api.JobState;
import io.cloudkit.provisioning.spi.ProviderTraits;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One bad day, from its seed, followed by calm in which everything must come to its end. */
final class Schedule {
  static final List<ResourceKey> KEYS =
      IntStream.rangeClosed(1, 3).mapToObj(i -> new ResourceKey("ns", "vm" + i)).toList();

  private static final int STEPS = 60;
  private static final int CALM_STEPS = 800;
  private static final int TAMPERING = 4;
  private static final Duration CANCEL_TAKES = Duration.ofSeconds(4);

  private final long seed;
  private final VirtualTime time = new VirtualTime();
  private final Chronicle chronicle = new Chronicle(time::nanos);
  private final Chaos chaos;
  private final ProviderTraits traits;
  private final Ability ability;
  private final InMemoryBackend backend;
  private final Judge judge;
  private final SimulatedApi api;
  private final Person person;
  private final Troubles troubles;
  private final List<ResourceKey> keys;
  private final List<OperatorProcess> processes = new ArrayList<>();
  private final int usual;
  private int started;
  private int names;

  Schedule(long seed, Ability ability) {
    this.seed = seed;
    this.ability = ability;
    this.traits = ability.traits();
    this.chaos = new Chaos(seed, chronicle);
    InMemoryBackend.Behaviour behaviour = new RandomBehaviour(chaos, chronicle);
    EdaPlaybooks playbooks = new EdaPlaybooks(behaviour, this::api);
    boolean eda = ability.backend() == Ability.Backend.EDA;
    this.backend = new InMemoryBackend(time::nanos, eda ? playbooks : behaviour);
    this.judge = new Judge(backend, chronicle, traits, job -> !eda || playbooks.mayBegin(job));
    this.api = new SimulatedApi(judge);
    this.person = new Person(api, backend, traits, chronicle, chaos);
    this.troubles = new Troubles(api, backend, chronicle, chaos, CANCEL_TAKES);
    this.usual = chaos.pick(1 << (TAMPERING + 1));
    this.keys = KEYS.subList(0, 1 + chaos.pick(KEYS.size()));
    chaos.others(this::anything);
  }

  private SimulatedApi api() {
    return api;
  }

  private Link link(String process) {
    return switch (ability.backend()) {
      case IN_MEMORY ->
          new InMemoryLink(new InMemoryProvider("sim", traits, backend, CANCEL_TAKES));
      case EDA -> EdaLink.of(time, backend, chaos, process);
    };
  }

  /** Runs it; answers with what was broken, and nothing if nothing was. */
  List<String> run() {
    keys.forEach(key -> troubles.create(key, "small"));
    processes.add(start());
    processes.add(start());
    for (int i = 0; i < STEPS * (1 + keys.size()) && judge.violations().isEmpty(); i++) {
      anything();
    }
    List<String> violations = new ArrayList<>(judge.violations());
    if (violations.isEmpty()) {
      violations.addAll(settleDown());
    }
    if (violations.isEmpty()) {
      // all that is left is Ready now, as it rarely is on a bad day
      sometimes(TAMPERING, () -> keys.forEach(troubles::tamper));
      violations.addAll(settleDown());
    }
    return violations;
  }

  List<String> story() {
    return chaos.story();
  }

  Chronicle chronicle() {
    return chronicle;
  }

  private OperatorProcess start() {
    String name = "p" + ++started;
    Pace pace = new Pace(OperatorProcess.LAUNCHES_PER_SECOND, time::nanos);
    return new OperatorProcess(
        name,
        chaos,
        time,
        () -> seed + "-" + ++names,
        new ChaoticStore(api, chaos, chronicle, name),
        new ChaoticProvider(link(name), backend, chaos, chronicle, judge, pace, name));
  }

  private ResourceKey any() {
    return keys.get(chaos.pick(keys.size()));
  }

  /** Something happens somewhere. */
  private void anything() {
    int what = chaos.pick(100);
    if (what < 48) {
      processes.get(chaos.pick(processes.size())).step(any());
    } else if (what < 58) {
      processes.get(chaos.pick(processes.size())).poll();
    } else if (what < 78) {
      pass(chaos.upTo(Duration.ofSeconds(chaos.pick(5) == 0 ? 200 : 10)));
    } else if (what < 84) {
      person.reads(any());
    } else if (what < 89) {
      user();
    } else if (what < 92) {
      carelessHand();
    } else if (what < 96) {
      troubleWithJobs();
    } else {
      processTrouble();
    }
    backend.advance();
  }

  private void troubleWithJobs() {
    switch (ability.backend()) {
      case IN_MEMORY -> troubles.jobs();
      // who has no record of it can not be told of a purge, nor of what a person runs again
      case EDA -> troubles.cancelAny();
    }
  }

  private void user() {
    switch (chaos.pick(8)) {
      case 0, 1, 2 -> troubles.resize(any());
      case 3 -> person.retry(any());
      case 4, 5 -> troubles.delete(any());
      case 6 -> troubles.namesake(any());
      default -> sometimes(0, () -> troubles.hold(any()));
    }
  }

  /**
   * Half of the days do not know a kind of trouble, so that it does not keep all others from being.
   */
  private void sometimes(int kind, Runnable trouble) {
    if ((usual & (1 << kind)) != 0) {
      trouble.run();
    }
  }

  private void carelessHand() {
    switch (chaos.pick(10)) {
      case 0 -> troubles.dropFinalizer(any());
      case 1, 2 -> sometimes(1, () -> troubles.forceAway(any()));
      case 3 -> sometimes(2, () -> troubles.wipeStatus(any()));
      case 4, 5 -> sometimes(3, () -> troubles.mistype(any()));
      default -> sometimes(TAMPERING, this::tamper);
    }
  }

  /** With all of them at once, before the eyes of one process. */
  private void tamper() {
    keys.forEach(troubles::tamper);
    OperatorProcess process = processes.get(chaos.pick(processes.size()));
    keys.forEach(process::step);
  }

  private void processTrouble() {
    int index = chaos.pick(processes.size());
    OperatorProcess process = processes.get(index);
    if (process.isDead()) {
      processes.set(index, start());
    } else {
      chronicle.hit(Fault.LEAD_CHANGED);
      process.lead(chaos.pick(4) != 0);
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

  /** Nothing goes wrong any more: each resource must reach its end. */
  private List<String> settleDown() {
    chaos.calmDown();
    OperatorProcess process = start();
    for (int i = 0; i < CALM_STEPS; i++) {
      process.poll();
      keys.forEach(process::step);
      if (!judge.violations().isEmpty()) {
        return judge.violations();
      }
      if (keys.stream().allMatch(this::isAtItsEnd)) {
        return List.of();
      }
      keys.forEach(person::reads);
      pass(pause(process));
    }
    return keys.stream()
        .filter(key -> !isAtItsEnd(key))
        .map(key -> "liveness: no end after calm; " + key + " is " + api.now(key))
        .toList();
  }

  private Duration pause(OperatorProcess process) {
    Duration longest = Duration.ofSeconds(20);
    return keys.stream()
        .flatMap(key -> process.wakeAfter(key).stream())
        .map(each -> each.plusMillis(200))
        .filter(each -> each.compareTo(longest) < 0)
        .min(Duration::compareTo)
        .orElse(longest);
  }

  private boolean isAtItsEnd(ResourceKey key) {
    Optional<SimulatedApi.Version> now = api.now(key);
    return now.isEmpty()
        || (!now.get().deleting()
            && now.get().status().launch().isEmpty()
            && now.get().status().isTrue(ConditionType.AVAILABLE)
            && isAsWanted(now.get()));
  }

  /** What a person made of it the engine can not know. */
  private boolean isAsWanted(SimulatedApi.Version resource) {
    return backend
        .makerOf(resource.uid())
        .filter(
            maker -> maker.isByPerson() || maker.configVersion().equals(Wanted.version(resource)))
        .isPresent();
  }

  /** Jobs that start late, end badly, and lie about their end. */
  private record RandomBehaviour(Chaos chaos, Chronicle chronicle)
      implements InMemoryBackend.Behaviour {
    @Override
    public Duration startsAfter() {
      return chaos.upTo(Duration.ofSeconds(3));
    }

    @Override
    public Duration runsFor() {
      // some outlive the patience of a person who waits for what is lost
      int longest = chaos.happens(20) ? 240 : 60;
      return Duration.ofSeconds(1).plus(chaos.upTo(Duration.ofSeconds(longest)));
    }

    @Override
    public JobState end() {
      return chaos.happens(25) ? JobState.FAILED : JobState.SUCCEEDED;
    }

    @Override
    public Duration liesFor() {
      return chaos.strikes(30, Fault.END_WAS_A_LIE)
          ? chaos.upTo(Duration.ofSeconds(30))
          : Duration.ZERO;
    }

    @Override
    public Duration settles(Duration lie) {
      return chaos.happens(50) ? lie.plus(chaos.upTo(Duration.ofSeconds(20))) : lie;
    }

    @Override
    public Duration rowSettles(Duration settle) {
      Duration hint = Duration.ofSeconds(1);
      return chaos.happens(50) && settle.compareTo(hint) > 0 ? hint : settle;
    }

    @Override
    public JobState saysFirst(JobState end) {
      // aap-api.md §5.3: failed becomes successful, canceled failed; successful stays
      return chaos.strikes(20, Fault.END_CHANGED_AFTERWARDS)
          ? (end == JobState.FAILED ? JobState.CANCELED : JobState.FAILED)
          : end;
    }

    @Override
    public InMemoryBackend.Proof proof() {
      return chaos.happens(50) ? InMemoryBackend.Proof.LOOK : InMemoryBackend.Proof.TIME;
    }
  }
}
