package io.cloudkit.controller.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What goes wrong, and when: all of it drawn from one seed. Tells its story for the reader. */
final class Chaos {
  private static final int MAX_STORY = 400;

  private final Random random;
  private final List<String> story = new ArrayList<>();
  private boolean calm;
  private int depth;
  private Runnable others = () -> {};

  Chaos(long seed) {
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

  /** A step boundary: the process may die, or sleep while the world goes on. */
  void boundary(String point) {
    if (happens(4)) {
      tell("CRASH at " + point);
      throw new Crash(point);
    }
    if (depth == 0 && happens(4)) {
      tell("PAUSE at " + point);
      depth++;
      int steps = 1 + pick(12);
      for (int i = 0; i < steps; i++) {
        others.run();
      }
      depth--;
      tell("RESUME at " + point);
    }
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
