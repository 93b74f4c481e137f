package io.cloudkit.controller.simulation;

import static io.cloudkit.controller.simulation.SmallWorld.Begin.CREATED;
import static io.cloudkit.controller.simulation.SmallWorld.Begin.READY;

import io.cloudkit.controller.simulation.SmallWorld.Begin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The worlds that are gone through, kind of backend by kind of story. */
final class SmallWorlds {
  private static final Set<Fault> CRASH = Set.of(Fault.PROCESS_CRASHED);
  private static final Set<Fault> PAUSE = Set.of(Fault.PROCESS_PAUSED);
  private static final Set<Fault> LOSSES =
      Set.of(
          Fault.WRITE_LOST,
          Fault.WRITE_ANSWER_LOST,
          Fault.REQUEST_LOST,
          Fault.LAUNCH_COMMITTED_LATE,
          Fault.LAUNCH_ANSWER_LOST,
          Fault.PROVIDER_UNAVAILABLE,
          Fault.EVENT_LOST);

  private static final List<Ability> ONE =
      List.of(
          Abilities.SEARCHABLE,
          Abilities.DEDUPLICATING,
          Abilities.BLIND,
          Abilities.SIGNALLED,
          Abilities.EDA);

  static final List<SmallWorld> ALL = all();

  private SmallWorlds() {}

  private static List<SmallWorld> all() {
    List<SmallWorld> all = new ArrayList<>();
    for (Ability ability : ONE) {
      all.add(crashes(ability, "created, deleted", CREATED, Act.DELETE));
      all.add(crashes(ability, "deleted", READY, Act.DELETE));
      all.add(crashes(ability, "edited and back", READY, Act.WANT_BIG, Act.WANT_SMALL));
      all.add(losses(ability, "created, deleted", CREATED, Act.DELETE));
      all.add(losses(ability, "edited and back", READY, Act.WANT_BIG, Act.WANT_SMALL));
    }
    for (Ability ability : List.of(Abilities.SEARCHABLE, Abilities.EDA)) {
      all.add(pause(ability, "created, deleted", CREATED, Act.DELETE));
    }
    for (Ability ability : List.of(Abilities.SEARCHABLE, Abilities.SIGNALLED_SEARCHABLE)) {
      all.add(crashes(ability, "relaunched, deleted", READY, Act.RELAUNCH_JOB, Act.DELETE));
      all.add(crashes(ability, "cancelled, deleted", CREATED, Act.CANCEL_JOB, Act.DELETE));
      all.add(crashes(ability, "purged, edited", READY, Act.PURGE_JOB, Act.WANT_BIG));
    }
    for (Ability ability :
        List.of(
            Abilities.SEARCHABLE.beside(Abilities.SIGNALLED),
            Abilities.DEDUPLICATING.beside(Abilities.BLIND))) {
      all.add(crashes(ability, "switched, deleted", CREATED, Act.SWITCH, Act.DELETE));
      all.add(losses(ability, "switched, edited", READY, Act.SWITCH, Act.WANT_BIG));
    }
    all.add(
        crashes(
                Abilities.SEARCHABLE,
                "edited, cancelled, edited back",
                READY,
                Act.WANT_BIG,
                Act.CANCEL_JOB,
                Act.WANT_SMALL)
            .deeper(1));
    return List.copyOf(all);
  }

  private static SmallWorld crashes(Ability ability, String story, Begin begins, Act... acts) {
    return world(ability, story + ", two crashes", begins, PlainJobs.LYING, CRASH, 2, 1, 4, acts);
  }

  private static SmallWorld losses(Ability ability, String story, Begin begins, Act... acts) {
    return world(ability, story + ", two losses", begins, PlainJobs.HONEST, LOSSES, 2, 1, 3, acts);
  }

  private static SmallWorld pause(Ability ability, String story, Begin begins, Act... acts) {
    String name = story + ", two leaders, one paused";
    return world(ability, name, begins, PlainJobs.HONEST, PAUSE, 1, 2, 2, acts);
  }

  private static SmallWorld world(
      Ability ability,
      String name,
      Begin begins,
      PlainJobs jobs,
      Set<Fault> faults,
      int most,
      int processes,
      int depth,
      Act... acts) {
    return new SmallWorld(
        name, ability, List.of(acts), begins, jobs, faults, most, processes, depth);
  }
}
