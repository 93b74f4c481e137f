package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.EngineSettings;
import io.cloudkit.controller.engine.ProviderRegistry;
import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.testapi.SeveralProviders;
import io.cloudkit.provisioning.spi.ProvisioningProvider;
import io.cloudkit.testkit.provider.InMemoryBackend;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** One bad day, as it is drawn, followed by calm in which everything must come to its end. */
final class Schedule {
  static final List<ResourceKey> KEYS =
      IntStream.rangeClosed(1, 3).mapToObj(i -> new ResourceKey("ns", "vm" + i)).toList();

  private static final int CALM_STEPS = 1000;
  static final Duration LONGEST_RUN = Duration.ofMinutes(5);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(20);
  private static final Duration CANCEL_TAKES = Duration.ofSeconds(4);

  private final VirtualTime time = new VirtualTime();
  private final Chronicle chronicle = new Chronicle(time::nanos);
  private final Story story;
  private final Chaos chaos;
  private final Ability ability;
  private final Ways ways;
  private final Backends backends = new Backends();
  private final Judge judge = new Judge(backends, chronicle);
  private final SimulatedApi api;
  private final Outage apiServer = new Outage(time);
  private final Person person;
  private final OddWishes wishes;
  private final Troubles troubles;
  private final Coincidences coincidences;
  private final List<ResourceKey> keys;
  private final List<OperatorProcess> processes = new ArrayList<>();
  private String defaultInstance;

  /** Instances that whoever starts now can not make, or has not configured. */
  private final Map<String, Fault> absent = new HashMap<>();

  /** Who lacks an instance for as long as it lives. */
  private final Set<OperatorProcess> incomplete = new HashSet<>();

  private int steps;
  private int started;
  private int names;

  /** The day of that seed. */
  Schedule(long seed, Ability ability) {
    this(new SeededDraws(seed), ability, Story.untold());
  }

  Schedule(Draws draws, Ability ability, Story story) {
    this(draws, ability, story, RandomBehaviour::new);
  }

  /** One whose jobs behave so. */
  Schedule(
      Draws draws,
      Ability ability,
      Story story,
      BiFunction<Chaos, Chronicle, InMemoryBackend.Behaviour> jobs) {
    this.ability = ability;
    this.story = story;
    // the other providers read nothing of it, and it is much to copy
    boolean readsStatus = ability.isAny(each -> each.backend() == Ability.Backend.EDA);
    this.api =
        readsStatus ? new SimulatedApi(judge, new StatusForProviders()) : new SimulatedApi(judge);
    this.chaos = new Chaos(draws, chronicle, story);
    this.ways =
        new Ways(time, chaos, jobs.apply(chaos, chronicle), chronicle, api, backends, CANCEL_TAKES);
    ability.members().forEach(ways::open);
    this.defaultInstance = ability.members().get(0).instance();
    this.wishes = new OddWishes(api, chronicle, chaos);
    this.troubles = new Troubles(time, api, backends, chronicle, chaos, wishes, CANCEL_TAKES);
    this.person = new Person(api, backends, chronicle, chaos, troubles::cancel);
    this.coincidences = new Coincidences(chaos, api, troubles);
    // mostly one resource, so that most days are about one
    this.keys = KEYS.subList(0, 1 + chaos.pick(2) * chaos.pick(KEYS.size()));
    chaos.others(this::anything);
  }

  /** Runs it; answers with what was broken, and nothing if nothing was. */
  List<String> run() {
    return live();
  }

  /** What was broken by the stated residual alone. */
  List<String> residuals() {
    return judge.residuals();
  }

  private List<String> live() {
    keys.forEach(key -> troubles.create(key, Wanted.SIZES.get(0)));
    List<ResourceKey> left = keys.stream().filter(troubles::isLeftByTheGoOperator).toList();
    if (!left.isEmpty() && chaos.strikes(50, Fault.ENDED_UNDER_THE_GO_OPERATOR)) {
      pass(LONGEST_RUN);
      left.forEach(troubles::endedUnderTheGoOperator);
    }
    processes.add(start());
    processes.add(start());
    while (chaos.anotherEvent() && judge.unexplained().isEmpty()) {
      anything();
    }
    List<String> violations = new ArrayList<>(judge.unexplained());
    if (violations.isEmpty()) {
      violations.addAll(settleDown());
    }
    // a second calm is dear: not each day that could have one has it
    boolean again = chaos.knows(Fault.STATUS_TAMPERED_WITH) && chaos.pick(4) == 3;
    if (violations.isEmpty() && again) {
      // all that is left is Ready now, as it rarely is on a bad day
      keys.forEach(troubles::tamper);
      violations.addAll(settleDown());
    }
    if (violations.isEmpty()) {
      violations.addAll(judge.untold(this::remembers, this::exists));
    }
    return violations;
  }

  private boolean exists(String uid) {
    return api.named(uid).filter(now -> now.uid().equals(uid)).isPresent();
  }

  private boolean remembers(String process) {
    return processes.stream()
        .anyMatch(each -> each.name().equals(process) && !each.isDead() && each.leads());
  }

  Story story() {
    return story;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  /** How often something happened, or was stepped. */
  int steps() {
    return steps;
  }

  Chaos chaos() {
    return chaos;
  }

  VirtualTime time() {
    return time;
  }

  SimulatedApi api() {
    return api;
  }

  Backends backends() {
    return backends;
  }

  Troubles troubles() {
    return troubles;
  }

  Judge judge() {
    return judge;
  }

  /** One more process. */
  OperatorProcess start() {
    return start(
        OperatorProcess.settings(newLaunches(), deadline(), OperatorProcess.GUARD_MINIMUM));
  }

  /** One more, with these settings. */
  OperatorProcess start(EngineSettings settings) {
    String name = "p" + ++started;
    if (settings.newLaunches() == EngineSettings.NewLaunches.DISABLED) {
      chronicle.startsSwitchedOff(name);
    }
    return new OperatorProcess(
        name,
        chaos,
        time,
        clockIsAhead(),
        () -> "op-" + ++names,
        new ChaoticStore(api, apiServer, chaos, chronicle, coincidences, name),
        providers(name),
        new RulesCounted(chronicle, name),
        settings);
  }

  /** Of all jobs of the day. */
  Duration deadline() {
    return chaos.knows(Fault.JOB_OVERDUE)
        ? OperatorProcess.SHORT_DEADLINE
        : EngineSettings.DEFAULT.policy().provisionDeadline();
  }

  /** A host whose clock nobody sets. */
  private Duration clockIsAhead() {
    if (!chaos.strikes(5, Fault.CLOCK_SET_WRONG)) {
      return Duration.ZERO;
    }
    Duration wrong = chaos.upTo(Duration.ofHours(3));
    return chaos.pick(2) == 0 ? wrong : wrong.negated();
  }

  private EngineSettings.NewLaunches newLaunches() {
    if (!chaos.strikes(10, Fault.LAUNCHES_DISABLED)) {
      return EngineSettings.NewLaunches.ENABLED;
    }
    return EngineSettings.NewLaunches.DISABLED;
  }

  private ProviderRegistry providers(String process) {
    Map<String, ProvisioningProvider> providers = new HashMap<>();
    Map<String, String> unusable = new HashMap<>();
    for (Ability.Member member : ability.members()) {
      Fault fault = absent.get(member.instance());
      if (fault != null) {
        chronicle.lacks(process, member.instance(), fault);
        if (fault == Fault.INSTANCE_UNUSABLE) {
          unusable.put(member.instance(), "its create hung");
        }
        continue;
      }
      Pace pace = new Pace(OperatorProcess.LAUNCHES_PER_SECOND, time::nanos);
      providers.put(
          member.instance(),
          new ChaoticProvider(
              ways.to(member.instance(), process),
              backends.named(member.instance()),
              chaos,
              chronicle,
              judge,
              coincidences,
              pace,
              process));
    }
    return new SeveralProviders(providers, defaultInstance, List.of(), unusable);
  }

  private ResourceKey any() {
    return keys.get(chaos.pick(keys.size()));
  }

  private OperatorProcess anyProcess() {
    return processes.get(chaos.pick(processes.size()));
  }

  /** Something happens somewhere. */
  private void anything() {
    steps++;
    int what = chaos.pick(100);
    if (what < 44) {
      anyProcess().step(any());
    } else if (what < 54) {
      anyProcess().poll();
    } else if (what < 76) {
      pass(chaos.upTo(Duration.ofSeconds(chaos.pick(5) == 4 ? 200 : 15)));
    } else if (what < 81) {
      reads(any());
    } else if (what < 87) {
      user();
    } else if (what < 91) {
      carelessHand();
    } else if (what < 95) {
      troubles.jobs();
    } else {
      processTrouble();
    }
    backends.advance();
  }

  private void reads(ResourceKey key) {
    person.reads(key);
    wishes.takeBack(key);
  }

  private void user() {
    switch (chaos.pick(11)) {
      case 0, 1, 2 -> troubles.resize(any());
      case 3 -> person.retry(any());
      case 4, 5 -> troubles.delete(any());
      case 6 -> troubles.namesake(any());
      case 7 -> troubles.switchProvider(any());
      case 8, 9 -> wishes.any(any());
      default -> when(Fault.HELD_BY_ANNOTATION, () -> troubles.hold(any()));
    }
  }

  private void when(Fault known, Runnable trouble) {
    if (chaos.knows(known)) {
      trouble.run();
    }
  }

  private void carelessHand() {
    switch (chaos.pick(10)) {
      case 0, 1 -> when(Fault.FINALIZER_DROPPED, () -> troubles.dropFinalizer(any()));
      case 2, 3 -> when(Fault.VANISHED_BESIDE_RUNNING_JOB, () -> troubles.forceAway(any()));
      case 4, 5 -> when(Fault.STATUS_WIPED, () -> troubles.wipeStatus(any()));
      case 6, 7 -> when(Fault.ANNOTATION_MISTYPED, () -> troubles.mistype(any()));
      default -> when(Fault.STATUS_TAMPERED_WITH, this::tamper);
    }
  }

  /** With all of them at once, before the eyes of one process. */
  private void tamper() {
    keys.forEach(troubles::tamper);
    OperatorProcess process = anyProcess();
    keys.forEach(process::step);
  }

  private void processTrouble() {
    switch (chaos.pick(6)) {
      case 4 -> when(Fault.API_SERVER_DOWN, () -> apiServer.lasts(outageLength()));
      case 5 -> when(Fault.BACKEND_DOWN, () -> anyBackend().outage().lasts(outageLength()));
      default -> leadOrStart();
    }
  }

  private Duration outageLength() {
    return chaos.upTo(Duration.ofSeconds(90));
  }

  private Backends.Member anyBackend() {
    return backends.named(anyInstance());
  }

  private String anyInstance() {
    return backends.instances().get(chaos.pick(backends.instances().size()));
  }

  private void leadOrStart() {
    int index = chaos.pick(processes.size());
    OperatorProcess process = processes.get(index);
    if (process.isDead()) {
      switchDefault();
      reconfigure();
      OperatorProcess next = start();
      if (!absent.isEmpty()) {
        incomplete.add(next);
      }
      processes.set(index, next);
    } else {
      chronicle.hit(Fault.LEAD_CHANGED);
      process.lead(chaos.pick(4) != 3);
    }
  }

  /** Who starts an operator again may have configured it anew. */
  private void switchDefault() {
    String other = anyInstance();
    if (!other.equals(defaultInstance)) {
      chaos.tell(() -> "the default is " + other + " from now on");
      chronicle.hit(Fault.DEFAULT_PROVIDER_SWITCHED);
      defaultInstance = other;
    }
  }

  /** What could not be made, or was taken away, can be there again at the next start. */
  private void reconfigure() {
    absent.clear();
    for (String instance : backends.instances()) {
      if (chaos.strikes(12, Fault.INSTANCE_UNUSABLE)) {
        absent.put(instance, Fault.INSTANCE_UNUSABLE);
      } else if (chaos.strikes(12, Fault.INSTANCE_REMOVED)) {
        absent.put(instance, Fault.INSTANCE_REMOVED);
      }
    }
    if (!absent.isEmpty()) {
      chaos.tell(() -> "who starts now lacks " + absent);
    }
  }

  /** Time passes, and what is due happens in its time. */
  void pass(Duration duration) {
    long until = time.nanos() + duration.toNanos();
    while (true) {
      long due = backends.nextDue().orElse(until);
      if (due - until >= 0) {
        break;
      }
      time.advanceTo(due);
      backends.advance();
    }
    time.advanceTo(until);
    backends.advance();
  }

  /**
   * Nothing goes wrong any more: each resource must reach its end, stepped by one process when it
   * asks for it, when another changes the resource, or when there is news of its job; and else not.
   * That process begins now, with nothing in mind, or has been through the day.
   */
  private List<String> settleDown() {
    List<OperatorProcess> old =
        processes.stream()
            .filter(each -> !each.isDead() && each.mayLaunch())
            .filter(each -> !incomplete.contains(each))
            .toList();
    Optional<OperatorProcess> survivor =
        old.isEmpty() || chaos.happens(50)
            ? Optional.empty()
            : Optional.of(old.get(chaos.pick(old.size())));
    chaos.calmDown(); // before it starts: it is as it should be
    absent.clear();
    OperatorProcess leader = survivor.orElseGet(this::start);
    leader.lead(true);
    return settle(leader);
  }

  /** The same, by a process that may have been there before. */
  List<String> settleDown(OperatorProcess process) {
    chaos.calmDown();
    return settle(process);
  }

  private List<String> settle(OperatorProcess process) {
    if (chronicle.wasAnySentTooLate()) {
      // who was shown something that it could not write down yet must come to it
      processes.forEach(each -> keys.forEach(each::step));
    }
    Map<ResourceKey, Integer> seen = new HashMap<>();
    for (int i = 0; i < CALM_STEPS; i++) {
      process.poll();
      for (ResourceKey key : keys) {
        if (process.isDue(key) || !Integer.valueOf(api.newest(key)).equals(seen.get(key))) {
          steps++;
          process.step(key);
          seen.put(key, api.newest(key));
        }
      }
      if (!judge.unexplained().isEmpty()) {
        return judge.unexplained();
      }
      if (keys.stream().allMatch(this::isAtItsEnd)) {
        return List.of();
      }
      keys.forEach(this::reads);
      pass(pause(process));
    }
    return keys.stream()
        .filter(key -> !isAtItsEnd(key))
        .map(key -> "liveness: no end after calm; " + key + " is " + api.now(key))
        .toList();
  }

  private Duration pause(OperatorProcess process) {
    long pause = POLL_INTERVAL.toNanos();
    for (ResourceKey key : keys) {
      Optional<Long> wakeAt = process.wakeAt(key);
      if (wakeAt.isPresent()) {
        pause = Math.min(pause, wakeAt.get() - time.nanos());
      }
    }
    return Duration.ofNanos(Math.max(0, pause));
  }

  /** Gone, or let go by the engine, or as it is wanted. */
  boolean isAtItsEnd(ResourceKey key) {
    Optional<SimulatedApi.Version> now = api.now(key);
    return now.filter(each -> !each.deleting() || each.hasFinalizer()).isEmpty()
        || (!now.get().deleting()
            && now.get().hasFinalizer()
            && now.get().status().launch().isEmpty()
            && now.get().status().isTrue(ConditionType.AVAILABLE)
            && isAsWanted(now.get()));
  }

  /** What a person made of it, or a request that left late, the engine can not always know. */
  private boolean isAsWanted(SimulatedApi.Version resource) {
    return backends
        .makerOf(resource.uid())
        .filter(
            maker ->
                maker.isByPerson()
                    || isHiddenResidual(maker)
                    || (chronicle.builtBy(maker).equals(Wanted.version(resource))
                        && isAfterItsRerun(maker)))
        .isPresent();
  }

  private boolean isAfterItsRerun(InMemoryJob maker) {
    return chronicle.rerunAskedAt(maker.uid()).filter(at -> maker.launchedAt() - at < 0).isEmpty();
  }

  /** Nobody looks for it once nothing more is to be launched; who was shown it tells of it. */
  private boolean isHiddenResidual(InMemoryJob maker) {
    return chronicle.wasSentTooLate(maker.claim())
        && (!backends.owner(maker).traits().canSearch()
            || chronicle.shownTo(maker).stream().noneMatch(this::remembers));
  }
}
