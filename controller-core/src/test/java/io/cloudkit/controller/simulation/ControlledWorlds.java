package io.cloudkit.controller.simulation;

import io.cloudkit.controller.simulation.SmallWorld.Begin;
import io.cloudkit.provisioning.spi.ProviderTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Small worlds from each state of which people's controls are tried. */
final class ControlledWorlds {
  private static final Set<Fault> CRASH = Set.of(Fault.PROCESS_CRASHED);

  static final List<SmallWorld> ALL = all();

  private ControlledWorlds() {}

  private static List<SmallWorld> all() {
    List<SmallWorld> all = new ArrayList<>();
    for (Ability ability :
        List.of(
            Abilities.SEARCHABLE,
            Abilities.DEDUPLICATING,
            Abilities.BLIND,
            Abilities.SIGNALLED,
            Abilities.EDA)) {
      // there time can pass in one way more, which makes twice as many states
      int depth = ability.isAny(each -> isSignalled(each.traits())) ? 2 : 3;
      all.add(
          world(ability, "created, deleted", Begin.CREATED, PlainJobs.LYING, depth, Act.DELETE));
      all.add(world(ability, "edited", Begin.READY, PlainJobs.HONEST, 2, Act.WANT_BIG));
      all.add(world(ability, "deleted", Begin.READY, PlainJobs.HONEST, 2, Act.DELETE));
    }
    for (Ability ability :
        List.of(Abilities.SEARCHABLE, Abilities.DEDUPLICATING, Abilities.BLIND)) {
      all.add(world(ability, "failed, deleted", Begin.FAILED, PlainJobs.FAILING, 2, Act.DELETE));
      all.add(world(ability, "given up", Begin.GIVEN_UP, PlainJobs.FAILING, 2, Act.WANT_BIG));
      all.add(world(ability, "going, fails", Begin.GOING, PlainJobs.FAILING, 4));
      all.add(cancelled(ability, "cancelled", Begin.LAUNCHED, Act.WANT_BIG));
      all.add(cancelled(ability, "going, cancelled", Begin.GOING));
    }
    for (Ability ability :
        List.of(Abilities.SEARCHABLE, Abilities.BLIND, Abilities.SIGNALLED_SEARCHABLE)) {
      all.add(world(ability, "purged", Begin.LAUNCHED, PlainJobs.HONEST, 3, Act.PURGE_JOB));
      all.add(world(ability, "wiped", Begin.LAUNCHED, PlainJobs.HONEST, 2, Act.WIPE_STATUS));
      all.add(
          world(
              ability,
              "wiped, edited",
              Begin.READY,
              PlainJobs.HONEST,
              3,
              Act.WIPE_STATUS,
              Act.WANT_BIG));
    }
    return List.copyOf(all);
  }

  private static boolean isSignalled(ProviderTraits traits) {
    return traits.watch() == ProviderTraits.Watch.SIGNALLED;
  }

  private static SmallWorld cancelled(Ability ability, String name, Begin begins, Act... then) {
    List<Act> acts = new ArrayList<>(List.of(Act.CANCEL_JOB));
    acts.addAll(List.of(then));
    return world(ability, name, begins, PlainJobs.HONEST, 3, acts.toArray(Act[]::new));
  }

  private static SmallWorld world(
      Ability ability, String name, Begin begins, PlainJobs jobs, int depth, Act... acts) {
    return new SmallWorld(
        name + ", one crash", ability, List.of(acts), begins, jobs, CRASH, 1, 1, depth);
  }
}
