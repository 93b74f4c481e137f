package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.controller.status.ResourceStatus;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One way that a small world can go. */
final class SmallDay {
  private static final ResourceKey KEY = Schedule.KEYS.get(0);
  private static final int MOST_ROUNDS = 60;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(20);

  /** What else happens while a process is paused: this many things at most. */
  private static final int LONGEST_PAUSE = 2;

  /** Longer than a permission can be used. */
  private static final Duration LATE = Duration.ofSeconds(20);

  /** Longer than an effect can be late. */
  private static final Duration SETTLED = Duration.ofSeconds(70);

  /** The longest that a job can live: all backends of the simulation declare that. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(20);

  private final SmallWorld world;
  private final Choices choices;
  private final Schedule schedule;
  private final List<OperatorProcess> processes = new ArrayList<>();
  private int acts;
  private List<String> odd = List.of();

  SmallDay(SmallWorld world, int[] path, Story story) {
    this.world = world;
    this.choices = new Choices(path, world.faults(), world.most());
    this.schedule =
        new Schedule(
            choices,
            world.ability(),
            story,
            (chaos, chronicle) -> new UntilCalm(world.jobs(), chaos));
    schedule.chaos().others(this::meanwhile);
    schedule.troubles().create(KEY, "small");
    for (int i = 0; i < world.processes(); i++) {
      processes.add(schedule.processes().start());
    }
    for (int i = 0; i < MOST_ROUNDS && !hasBegun(); i++) {
      processes.get(0).poll();
      processes.get(0).step(KEY);
      if (world.begins() == SmallWorld.Begin.GOING && hasLaunched()) {
        schedule.troubles().delete(KEY);
      }
      if (!hasBegun()) {
        toTheNext();
      }
    }
    choices.begin();
  }

  private boolean hasBegun() {
    return switch (world.begins()) {
      case CREATED -> true;
      case READY -> schedule.isAtItsEnd(KEY);
      case LAUNCHED -> hasLaunched();
      case GOING -> status().flatMap(ResourceStatus::deprovisionJob).isPresent();
      case FAILED -> status().flatMap(ResourceStatus::failure).isPresent();
      case GIVEN_UP -> status().filter(each -> each.isTrue(ConditionType.STALLED)).isPresent();
    };
  }

  private boolean hasLaunched() {
    return status().flatMap(ResourceStatus::provisionJob).isPresent();
  }

  private Optional<ResourceStatus> status() {
    return now().map(SimulatedApi.Version::status);
  }

  /** The resource, unless it is gone. */
  Optional<SimulatedApi.Version> now() {
    return schedule.api().now(KEY);
  }

  ResourceKey key() {
    return KEY;
  }

  /** One process takes the place of all. */
  void replaceAllBy(OperatorProcess process) {
    processes.clear();
    processes.add(process);
  }

  /** The engine looks at the resource once. */
  Run next() {
    return Run.of(this, () -> processes.get(0).step(KEY));
  }

  /** The engine does what is due for so long. */
  Run lasting(Duration time) {
    return Run.of(this, () -> letRun(schedule.time().nanos() + time.toNanos()));
  }

  private void letRun(long until) {
    OperatorProcess process = processes.get(0);
    int seen = -1;
    while (until - schedule.time().nanos() > 0 && now().isPresent()) {
      process.poll();
      if (process.isDue(KEY) || schedule.api().newest(KEY) != seen) {
        process.step(KEY);
        seen = schedule.api().newest(KEY);
      }
      long next =
          Math.min(nextDue().orElse(until), schedule.time().nanos() + POLL_INTERVAL.toNanos());
      schedule.pass(Duration.ofNanos(Math.min(next, until) - schedule.time().nanos()));
    }
  }

  /** Does something that the engine may refuse to do. */
  void tried(Runnable what) {
    try {
      what.run();
      schedule.backends().advance();
    } catch (IllegalStateException | IllegalArgumentException refused) {
      odd = List.of("E: the engine planned what it refuses to do: " + refused.getMessage());
    }
  }

  Choices choices() {
    return choices;
  }

  /** One of all things that can happen now. */
  void event() {
    List<Runnable> menu = new ArrayList<>();
    for (OperatorProcess process : processes) {
      menu.add(() -> process.step(KEY));
      if (isPolled()) {
        menu.add(process::poll);
      }
    }
    menu.add(() -> schedule.pass(SETTLED));
    if (!isPolled()) {
      menu.add(() -> schedule.pass(LONGEST_LIFE));
    }
    if (nextDue().isPresent()) {
      menu.add(this::toTheNext);
    }
    if (canAct()) {
      menu.add(this::act);
    }
    choose(menu);
    replaceTheDead();
  }

  /** What can happen while a process does not notice. */
  private void meanwhile() {
    for (int i = 0; i < LONGEST_PAUSE; i++) {
      List<Runnable> menu = new ArrayList<>();
      menu.add(() -> schedule.pass(LATE));
      processes.forEach(process -> menu.add(() -> process.step(KEY)));
      if (canAct()) {
        menu.add(this::act);
      }
      if (i > 0) {
        menu.add(0, () -> {});
      }
      choose(menu);
    }
  }

  private void choose(List<Runnable> menu) {
    Runnable chosen = menu.get(choices.choose(menu.size()));
    tried(chosen);
  }

  boolean isSignalled(String provider) {
    return schedule.backends().named(provider).traits().watch() == ProviderTraits.Watch.SIGNALLED;
  }

  private boolean isPolled() {
    return world.ability().isAny(each -> each.traits().watch() == ProviderTraits.Watch.POLLED);
  }

  private boolean canAct() {
    return acts < world.acts().size() && world.acts().get(acts).isPossible(schedule, KEY);
  }

  private void act() {
    world.acts().get(acts++).happens(schedule, KEY);
  }

  /** To the moment at which a job begins or ends, or a process wants to look again. */
  private void toTheNext() {
    nextDue().ifPresent(at -> schedule.pass(Duration.ofNanos(at - schedule.time().nanos())));
  }

  private OptionalLong nextDue() {
    LongStream wakes =
        processes.stream().flatMap(each -> each.wakeAt(KEY).stream()).mapToLong(Long::longValue);
    return LongStream.concat(wakes, schedule.backends().nextDue().stream())
        .filter(at -> at > schedule.time().nanos())
        .min();
  }

  /** Another one is there at once; it does nothing before it is stepped. */
  private void replaceTheDead() {
    processes.replaceAll(each -> each.isDead() ? schedule.processes().start() : each);
  }

  /** What is broken so far. */
  List<String> broken() {
    return odd.isEmpty() ? schedule.judge().violations() : odd;
  }

  /** Everything that can have to do with what comes. */
  String fingerprint() {
    List<Object> all = Stream.concat(Stream.of(schedule), processes.stream()).toList();
    return new Fingerprint(all, choices.left(), acts).toString();
  }

  /** Nothing goes wrong any more, and one process is left: the resource must come to its end. */
  List<String> calm() {
    try {
      return schedule.settleDown(processes.get(0));
    } catch (IllegalStateException | IllegalArgumentException refused) {
      return List.of("E: the engine planned what it refuses to do: " + refused.getMessage());
    }
  }

  Schedule schedule() {
    return schedule;
  }
}
