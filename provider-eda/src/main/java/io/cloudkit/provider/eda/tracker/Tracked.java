package io.cloudkit.provider.eda.tracker;

import io.cloudkit.provider.eda.tracker.AapJob.Effort;
import java.time.Duration;
import java.util.Optional;

/** A job that the engine follows, and what it was told of it. Times are monotonic. Thread-safe. */
final class Tracked {
  /**
   * What was told last.
   *
   * @param word empty for nothing
   * @param proven of a bad end: whether it can not turn out to be wrong any more
   * @param why it failed, as far as that is known
   */
  record Told(Optional<AapWord> word, boolean proven, String why) {
    static final Told NOTHING = new Told(Optional.empty(), false, "");
  }

  private final Effort effort;
  private final long since;
  private long asked;
  private Optional<Long> ended = Optional.empty();
  private Told told = Told.NOTHING;
  private Duration wait = Duration.ZERO;

  Tracked(Effort effort, long now) {
    this.effort = effort;
    this.since = now;
    this.asked = now;
  }

  Effort effort() {
    return effort;
  }

  /**
   * It was asked about.
   *
   * @param after when it is to be asked about again, at the latest
   */
  synchronized void asked(Told answer, Duration after, long now) {
    asked = now;
    told = answer;
    wait = after;
  }

  synchronized Told told() {
    return told;
  }

  /** For how long nobody has asked who was to. */
  synchronized Duration unasked(long now) {
    return Duration.ofNanos(now - asked).minus(wait);
  }

  long since() {
    return since;
  }

  Duration followed(long now) {
    return Duration.ofNanos(now - since);
  }

  /** It was seen to have ended, or not. */
  synchronized void seen(boolean end, long now) {
    ended = end ? ended.or(() -> Optional.of(now)) : Optional.empty();
  }

  /** How long it has been seen at its end; none while it is not. */
  synchronized Duration over(long now) {
    return ended.map(at -> Duration.ofNanos(now - at)).orElse(Duration.ZERO);
  }
}
