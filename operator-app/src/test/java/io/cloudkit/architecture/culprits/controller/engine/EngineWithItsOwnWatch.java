package io.cloudkit.architecture.culprits.controller.engine;

import io.cloudkit.architecture.Breaks;
import java.time.InstantSource;

/** Time that no test can skip. */
@Breaks("time_and_chance_are_given")
final class EngineWithItsOwnWatch {
  private final InstantSource clock = InstantSource.system();

  long pause() {
    return clock.millis();
  }
}
