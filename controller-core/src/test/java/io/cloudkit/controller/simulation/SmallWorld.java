package io.cloudkit.controller.simulation;

import java.util.List;
import java.util.Set;

/**
 * One resource, few processes, few faults: small enough that all its ways can be gone.
 *
 * @param acts what is done to the resource, in that order, each at any time
 * @param begins how it is when all this begins
 * @param jobs how its jobs run
 * @param faults what can go wrong
 * @param most how often, together
 * @param processes that lead, all of them at once
 * @param depth how many events are gone through
 */
record SmallWorld(
    String name,
    Ability ability,
    List<Act> acts,
    Begin begins,
    PlainJobs jobs,
    Set<Fault> faults,
    int most,
    int processes,
    int depth) {
  /** Where a small world begins. */
  enum Begin {
    CREATED,
    /** Its first job is on its way. */
    LAUNCHED,
    READY,
    /** It is deleted, and the job that takes it away is on its way. */
    GOING,
    /** A job has failed. */
    FAILED,
    /** So many have that a person is needed. */
    GIVEN_UP
  }

  SmallWorld {
    acts = List.copyOf(acts);
    faults = Set.copyOf(faults);
  }

  SmallWorld deeper(int more) {
    return new SmallWorld(name, ability, acts, begins, jobs, faults, most, processes, depth + more);
  }

  @Override
  public String toString() {
    return ability + ": " + name;
  }
}
