package io.cloudkit.controller.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What goes wrong, and when: all of it drawn from one seed. Tells its story for the reader. */
final class Chaos {
  private static final int MAX_STORY = 1200;

  private final Random random;
  private final Chronicle chronicle;
  private final Set<String> dead = new HashSet<>();
  private final List<String> story = new ArrayList<>();
  private boolean calm;
  private int depth;
  private Runnable others = () -> {};

  Chaos(long seed, Chronicle chronicle) {
    this.chronicle = chronicle;
    // seeds that are neighbours shall have nothing in common
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
  }

  /** What else happens in the world while a process is paused. */
  void others(Runnable step) {
    others = step;
  }

  /** From now on nothing goes wrong. */
  void calmDown() {
    calm = true;
    tell("calm");
  }

  boolean isCalm() {
    return calm;
  }

  boolean happens(int percent) {
    return !calm && random.nextInt(100) < percent;
  }

  int pick(int bound) {
    return random.nextInt(bound);
  }

  Duration upTo(Duration longest) {
    return Duration.ofMillis((long) (random.nextDouble() * longest.toMillis()));
  }

  /** Whether a fault strikes, which then is counted. */
  boolean strikes(int percent, Fault fault) {
    boolean struck = happens(percent);
    if (struck) {
      chronicle.hit(fault);
    }
    return struck;
  }

  /** A step boundary: the process may die, or sleep while the world goes on. */
  void boundary(String process, String point) {
    if (strikes(4, Fault.PROCESS_CRASHED)) {
      tell(process + " CRASH at " + point);
      dead.add(process);
    }
    stopIfDead(process, point);
    if (depth == 0 && strikes(4, Fault.PROCESS_PAUSED)) {
      tell(process + " PAUSE at " + point);
      depth++;
      int steps = 1 + pick(12);
      for (int i = 0; i < steps; i++) {
        others.run();
      }
      depth--;
      tell(process + " RESUME at " + point);
      // it may have died in another of its threads
      stopIfDead(process, point);
    }
  }

  private void stopIfDead(String process, String point) {
    if (dead.contains(process)) {
      throw new Crash(point);
    }
  }

  boolean isDead(String process) {
    return dead.contains(process);
  }

  void tell(String line) {
    if (story.size() < MAX_STORY) {
      story.add(line);
    }
  }

  List<String> story() {
    return story;
  }
}
