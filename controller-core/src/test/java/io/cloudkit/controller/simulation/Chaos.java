package io.cloudkit.controller.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What goes wrong, and when: all of it drawn. Tells its story to who wants to hear it. */
final class Chaos {
  /** How often a kind of trouble strikes on a day: not at all, as it usually does, or often. */
  private static final int[] WEIGHTS = {0, 0, 1, 1, 1, 3};

  private static final int PERCENT = 100;

  /** Far more than any day has. */
  private static final int MOST_BOUNDARIES = 1_000_000;

  private final Draws draws;
  private final Chronicle chronicle;
  private final Story story;
  private final long began;
  private final Map<Fault, Integer> weights = new EnumMap<>(Fault.class);
  private final Set<String> dead = new HashSet<>();
  private boolean calm;
  private boolean paused;
  private int boundaries;
  private Runnable others = () -> {};

  Chaos(Draws draws, Chronicle chronicle, Story story) {
    this.draws = draws;
    this.chronicle = chronicle;
    this.story = story;
    this.began = chronicle.now();
    // so that no kind keeps all others from showing what they do alone
    for (Fault each : Fault.values()) {
      weights.put(each, draws.weight(each, WEIGHTS));
    }
  }

  /** What else happens in the world while a process is paused. */
  void others(Runnable step) {
    others = step;
  }

  /** From now on nothing goes wrong. */
  void calmDown() {
    calm = true;
    tell(() -> "calm");
  }

  boolean isCalm() {
    return calm;
  }

  boolean anotherEvent() {
    return draws.anotherEvent();
  }

  boolean happens(int percent) {
    return !calm && draws.below(PERCENT) >= PERCENT - percent;
  }

  int pick(int bound) {
    return draws.below(bound);
  }

  Duration upTo(Duration longest) {
    return Duration.ofMillis(draws.amount((int) longest.toMillis()));
  }

  /** Whether a day knows that kind of trouble. */
  boolean knows(Fault fault) {
    return weight(fault) > 0;
  }

  private int weight(Fault fault) {
    return weights.get(fault); // each has one
  }

  /** Whether a fault strikes, which then is counted. */
  boolean strikes(int percent, Fault fault) {
    int weighted = percent * weight(fault);
    boolean struck = weighted > 0 && !calm && draws.strikes(fault, weighted);
    if (struck) {
      chronicle.hit(fault);
    }
    return struck;
  }

  /** A step boundary: the process may die, or sleep while the world goes on. */
  void boundary(String process, String point) {
    if (++boundaries > MOST_BOUNDARIES) {
      throw new IllegalStateException("a day without end: " + process + " at " + point);
    }
    mayDie(process, point, 1);
    pause(process, point, Fault.PROCESS_PAUSED);
  }

  private void mayDie(String process, String point, int percent) {
    if (strikes(percent, Fault.PROCESS_CRASHED)) {
      tell(() -> process + " CRASH at " + point);
      dead.add(process);
      chronicle.witnesses().dies(process);
    }
    stopIfDead(process, point);
  }

  /** A process may die there: who was away for long was perhaps stopped for good. */
  void afterALongPause(String process, String point) {
    mayDie(process, point, 20);
  }

  /** A process may sleep there while the world goes on. */
  void pause(String process, String point, Fault fault) {
    if (!paused && strikes(3, fault)) {
      rest(process, point, 1 + pick(12));
    }
  }

  /** A process may sleep there, for so long that others do its work. */
  void sleep(String process, String point, Fault fault) {
    if (!paused && strikes(6, fault)) {
      rest(process, point, 10 + pick(40));
    }
  }

  private void rest(String process, String point, int steps) {
    tell(() -> process + " PAUSE at " + point);
    paused = true;
    for (int i = 0; i < steps; i++) {
      others.run();
    }
    paused = false;
    tell(() -> process + " RESUME at " + point);
    // it may have died in another of its threads
    stopIfDead(process, point);
  }

  /** Whether a call meets an outage, which then is counted. */
  boolean meets(Outage outage, Fault fault) {
    boolean met = !calm && outage.isOn();
    if (met) {
      chronicle.hit(fault);
    }
    return met;
  }

  private void stopIfDead(String process, String point) {
    if (dead.contains(process)) {
      throw new Crash(point);
    }
  }

  boolean isDead(String process) {
    return dead.contains(process);
  }

  void tell(Supplier<String> line) {
    story.tell(() -> "%7.1f s  %s".formatted((chronicle.now() - began) / 1e9, line.get()));
  }
}
