package io.cloudkit.controller.simulation;

import io.cloudkit.controller.engine.ResourceKey;
import io.cloudkit.controller.status.ConditionType;
import io.cloudkit.testkit.provider.InMemoryJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nothing goes wrong any more: each resource must reach its end. */
final class Calm {
  private static final int STEPS = 1000;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(20);

  private final Schedule day;
  private final List<ResourceKey> keys;
  private final Processes processes;

  Calm(Schedule day, List<ResourceKey> keys, Processes processes) {
    this.day = day;
    this.keys = keys;
    this.processes = processes;
  }

  /**
   * Each resource is stepped by one process when it asks for it, when another changes the resource,
   * or when there is news of its job; and else not.
   *
   * @return what was broken
   */
  List<String> settle(OperatorProcess process) {
    if (day.chronicle().requests().wasAnySentTooLate()) {
      // who was shown something that it could not write down yet must come to it
      processes.forEach(each -> keys.forEach(each::step));
    }
    Map<ResourceKey, Integer> seen = new HashMap<>();
    for (int i = 0; i < STEPS; i++) {
      process.poll();
      for (ResourceKey key : keys) {
        if (process.isDue(key) || !Integer.valueOf(day.api().newest(key)).equals(seen.get(key))) {
          day.stepped();
          process.step(key);
          seen.put(key, day.api().newest(key));
        }
      }
      if (!day.judge().unexplained().isEmpty()) {
        return day.judge().unexplained();
      }
      if (keys.stream().allMatch(this::isAtItsEnd)) {
        return List.of();
      }
      keys.forEach(day::reads);
      day.pass(pause(process));
    }
    return keys.stream()
        .filter(key -> !isAtItsEnd(key))
        .map(key -> "liveness: no end after calm; " + key + " is " + day.api().now(key))
        .toList();
  }

  private Duration pause(OperatorProcess process) {
    long pause = POLL_INTERVAL.toNanos();
    for (ResourceKey key : keys) {
      Optional<Long> wakeAt = process.wakeAt(key);
      if (wakeAt.isPresent()) {
        pause = Math.min(pause, wakeAt.get() - day.time().nanos());
      }
    }
    return Duration.ofNanos(Math.max(0, pause));
  }

  boolean isAtItsEnd(ResourceKey key) {
    Optional<SimulatedApi.Version> now = day.api().now(key);
    return now.filter(each -> !each.deleting() || each.hasFinalizer()).isEmpty()
        || (!now.get().deleting()
            && now.get().hasFinalizer()
            && now.get().status().launch().isEmpty()
            && now.get().status().isTrue(ConditionType.AVAILABLE)
            && isAsWanted(now.get()));
  }

  /** What a person made of it, or a request that left late, the engine can not always know. */
  private boolean isAsWanted(SimulatedApi.Version resource) {
    return day.chronicle().wasMetByAStranger(resource.uid()) || isMadeAsWanted(resource);
  }

  private boolean isMadeAsWanted(SimulatedApi.Version resource) {
    return day.backends()
        .makerOf(resource.uid())
        .filter(
            maker ->
                maker.isByPerson()
                    || isHiddenResidual(maker)
                    || isUnseenTwin(maker)
                    || (day.chronicle().requests().builtBy(maker).equals(Wanted.version(resource))
                        && isAfterItsRerun(maker)))
        .isPresent();
  }

  private boolean isAfterItsRerun(InMemoryJob maker) {
    return day.chronicle()
        .rerunAskedAt(maker.uid())
        .filter(at -> maker.launchedAt() - at < 0)
        .isEmpty();
  }

  /** Nobody can see that it ran on when its twin had said that it was done. */
  private boolean isUnseenTwin(InMemoryJob maker) {
    return day.chronicle().hasTwinThatSucceeded(maker);
  }

  /** Nobody looks for it once nothing more is to be launched; who was shown it tells of it. */
  private boolean isHiddenResidual(InMemoryJob maker) {
    return day.chronicle().requests().wasSentTooLate(maker.claim())
        && (!day.backends().owner(maker).traits().canSearch()
            || day.chronicle().witnesses().shownTo(maker).stream().noneMatch(processes::remembers));
  }
}
