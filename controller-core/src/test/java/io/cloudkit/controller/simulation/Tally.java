package io.cloudkit.controller.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What struck on many days, what decided, and how often a person had to help. */
final class Tally {
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Need, Long> helped = new EnumMap<>(Need.class);
  private final Map<String, Long> rules = new TreeMap<>();
  private long days;
  private long steps;
  private long residuals;
  private long nanosOfWork;

  void add(Schedule day) {
    days++;
    steps += day.steps();
    residuals += day.residuals().isEmpty() ? 0 : 1;
    add(faults, day.chronicle().faults());
    add(helped, day.chronicle().helped());
    add(rules, day.chronicle().rules());
  }

  void add(Tally other) {
    days += other.days;
    steps += other.steps;
    residuals += other.residuals;
    nanosOfWork += other.nanosOfWork;
    add(faults, other.faults);
    add(helped, other.helped);
    add(rules, other.rules);
  }

  private static <K> void add(Map<K, Long> counts, Map<K, ? extends Number> more) {
    more.forEach((each, times) -> counts.merge(each, times.longValue(), Long::sum));
  }

  long days() {
    return days;
  }

  /** How often something happened, or a resource was stepped. */
  long steps() {
    return steps;
  }

  /** The days took so much time of a core, whatever else ran on it. */
  void took(long nanos) {
    nanosOfWork += nanos;
  }

  /** How many days a core gets through in a second of its own. */
  long daysPerSecondOfWork() {
    return days * 1_000_000_000L / Math.max(1, nanosOfWork);
  }

  long stepsPerSecondOfWork() {
    return steps * 1_000_000_000L / Math.max(1, nanosOfWork);
  }

  /** Days on which something was broken by the stated residual alone. */
  long residuals() {
    return residuals;
  }

  long faults() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<Fault, Long> byFault() {
    return faults;
  }

  Map<Need, Long> byNeed() {
    return helped;
  }

  /** How often each rule decided that did. */
  Map<String, Long> byRule() {
    return rules;
  }

  /** What backends with these abilities could have met, and did not. */
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
