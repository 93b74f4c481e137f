package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.testkit.provider.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** One bad day, as it is drawn, followed by calm in which everything must come to its end. */
final class Schedule {
  static final List<ResourceKey> KEYS =
      IntStream.rangeClosed(1, 3).mapToObj(i -> new ResourceKey("ns", "vm" + i)).toList();

  static final Duration LONGEST_RUN = Duration.ofMinutes(5);
  private static final Duration CANCEL_TAKES = Duration.ofSeconds(4);

  private final VirtualTime time = new VirtualTime();
  private final Chronicle chronicle = new Chronicle(time::nanos);
  private final Story story;
  private final Chaos chaos;
  private final Backends backends = new Backends();
  private final Judge judge = new Judge(backends, chronicle);
  private final SimulatedApi api;
  private final Outage apiServer = new Outage(time);
  private final Person person;
  private final OddWishes wishes;
  private final Troubles troubles;
  private final Coincidences coincidences;
  private final List<ResourceKey> keys;
  private final Processes processes;
  private final Calm calm;
  private int steps;

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
    this.story = story;
    // the other providers read nothing of it, and it is much to copy
    boolean readsStatus = ability.isAny(Ability.Member::isEda);
    this.api =
        readsStatus ? new SimulatedApi(judge, new StatusForProviders()) : new SimulatedApi(judge);
    this.chaos = new Chaos(draws, chronicle, story);
    Ways ways =
        new Ways(time, chaos, jobs.apply(chaos, chronicle), chronicle, api, backends, CANCEL_TAKES);
    ability.members().forEach(ways::open);
    this.wishes = new OddWishes(api, chronicle, chaos);
    this.troubles = new Troubles(time, api, backends, chronicle, chaos, wishes, CANCEL_TAKES);
    this.person = new Person(api, backends, chronicle, chaos, troubles::cancel);
    this.coincidences = new Coincidences(chaos, api, troubles);
    // mostly one resource, so that most days are about one
    this.keys = KEYS.subList(0, 1 + chaos.pick(2) * chaos.pick(KEYS.size()));
    this.processes = new Processes(this, ability, ways, apiServer, coincidences);
    this.calm = new Calm(this, keys, processes);
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
    processes.join();
    processes.join();
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
      violations.addAll(judge.untold(processes::remembers, this::exists));
    }
    return violations;
  }

  private boolean exists(String uid) {
    return api.named(uid).filter(now -> now.uid().equals(uid)).isPresent();
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

  /** One more step was done. */
  void stepped() {
    steps++;
  }

  /** The operators. */
  Processes processes() {
    return processes;
  }

  /** Gone, or let go by the engine, or as it is wanted. */
  boolean isAtItsEnd(ResourceKey key) {
    return calm.isAtItsEnd(key);
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

  private ResourceKey any() {
    return keys.get(chaos.pick(keys.size()));
  }

  /** Something happens somewhere. */
  private void anything() {
    steps++;
    int what = chaos.pick(100);
    if (what < 44) {
      processes.any().step(any());
    } else if (what < 54) {
      processes.any().poll();
    } else if (what < 76) {
      pass(chaos.upTo(Duration.ofSeconds(chaos.pick(5) == 4 ? 200 : 15)));
      processes.forEach(OperatorProcess::look);
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

  /** A person reads it, and does what it asks for. */
  void reads(ResourceKey key) {
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
    OperatorProcess process = processes.any();
    keys.forEach(process::step);
  }

  private void processTrouble() {
    switch (chaos.pick(6)) {
      case 4 -> when(Fault.API_SERVER_DOWN, () -> apiServer.lasts(outageLength()));
      case 5 -> when(Fault.BACKEND_DOWN, () -> anyBackend().outage().lasts(outageLength()));
      default -> processes.leadOrStart();
    }
  }

  private Duration outageLength() {
    return chaos.upTo(Duration.ofSeconds(90));
  }

  private Backends.Member anyBackend() {
    return backends.named(anyInstance());
  }

  String anyInstance() {
    return backends.instances().get(chaos.pick(backends.instances().size()));
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

  /** Nothing goes wrong any more, and one process sees to it that all comes to its end. */
  private List<String> settleDown() {
    return calm.settle(processes.atCalm());
  }

  /** The same, by a process that the day does not know. */
  List<String> settleDown(OperatorProcess process) {
    chaos.calmDown();
    return calm.settle(process);
  }
}
