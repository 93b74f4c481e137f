package io.cloudkit.controller.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What struck on many days, and how often a person had to help. */
final class Tally {
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private final Map<Need, Integer> helped = new EnumMap<>(Need.class);

  void add(Chronicle day) {
    day.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    day.helped().forEach((need, times) -> helped.merge(need, times, Integer::sum));
  }

  /** What a backend with these abilities could have met, and did not. */
  Set<Fault> neverHit(Ability ability) {
    Set<Fault> possible = Fault.possible(ability);
    possible.removeAll(faults.keySet());
    return possible;
  }

  @Override
  public String toString() {
    return faults + "; a person helped: " + helped;
  }
}
