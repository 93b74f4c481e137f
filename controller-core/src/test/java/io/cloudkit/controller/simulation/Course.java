package io.cloudkit.controller.simulation;

import java.time.Duration;
import java.util.Optional;

/**
 * How it goes on from a state while nothing goes wrong. Not thread-safe, and only good until
 * something else happens on that day.
 */
final class Course {
  /** Longer than a job, its end and a lost launch take together. */
  private static final Duration LATER = Duration.ofSeconds(150);

  private final SmallDay day;
  private final Run next;
  private Optional<Run> later = Optional.empty();

  private Course(SmallDay day) {
    this.day = day;
    this.next = day.next();
  }

  static Course of(SmallDay day) {
    return new Course(day);
  }

  /** The next run of the engine. */
  Run next() {
    return next;
  }

  /** What it does after that, for so long that what runs has ended. */
  Run later() {
    if (later.isEmpty()) {
      later = Optional.of(day.lasting(LATER));
    }
    return later.get();
  }

  boolean launches() {
    return next.launches() || later().launches();
  }

  /** How many launches were permitted in all. */
  int permits() {
    return next.permits() + later().permits();
  }

  /** Whether the ends of jobs of that provider are only seen where they leave signs. */
  boolean isSignalled(String provider) {
    return day.isSignalled(provider);
  }

  @Override
  public String toString() {
    return "at first " + next + later.map(each -> "; later " + each).orElse("");
  }
}
