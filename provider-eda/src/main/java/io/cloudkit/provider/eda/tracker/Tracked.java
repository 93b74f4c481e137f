package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import java.time.Duration;
import java.util.Optional;

/** A job that the engine follows, and what it was told of it. Times are monotonic. Thread-safe. */
final class Tracked {
  /** What was told last; an empty word for nothing. */
  record Told(Optional<AapWord> word, String why) {
    static final Told NOTHING = new Told(Optional.empty(), "");
  }

  private final Effort effort;
  private final long since;
  private long asked;
  private Optional<Long> ended = Optional.empty();
  private Told told = Told.NOTHING;

  Tracked(Effort effort, long now) {
    this.effort = effort;
    this.since = now;
    this.asked = now;
  }

  Effort effort() {
    return effort;
  }

  synchronized void asked(Told answer, long now) {
    asked = now;
    told = answer;
  }

  synchronized Told told() {
    return told;
  }

  synchronized Duration unasked(long now) {
    return Duration.ofNanos(now - asked);
  }

  Duration followed(long now) {
    return Duration.ofNanos(now - since);
  }

  /** It was seen to have ended, or not. */
  synchronized void seen(boolean end, long now) {
    ended = end ? ended.or(() -> Optional.of(now)) : Optional.empty();
  }

  /** From the first that was heard of it to its end, if it was seen. */
  synchronized Optional<Duration> life() {
    return ended.map(at -> Duration.ofNanos(at - since));
  }
}
