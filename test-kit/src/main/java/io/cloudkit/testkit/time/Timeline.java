package io.cloudkit.testkit.time;

import java.time.Duration;
import java.time.Instant;

/** The clock of the fake and the only way it makes things happen later. */
public interface Timeline {
  /** The time of the faked server, which need not be the time of anything else. */
  Instant now();

  /**
   * Runs the task once, {@code delay} from now; a zero delay means as soon as possible, never
   * inside this call. May be called from any thread, also while locks are held.
   */
  void after(Duration delay, Runnable task);
}
