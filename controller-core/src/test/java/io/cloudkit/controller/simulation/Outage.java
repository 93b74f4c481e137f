package io.cloudkit.controller.simulation;

import java.time.Duration;

/** A while in which something answers nobody. */
final class Outage {
  private final VirtualTime time;
  private long until;

  Outage(VirtualTime time) {
    this.time = time;
  }

  void lasts(Duration length) {
    until = time.nanos() + length.toNanos();
  }

  boolean isOn() {
    return time.nanos() - until < 0;
  }
}
